import { PanelBuilder as Text, TextMode } from '@grafana/grafana-foundation-sdk/text';

/** Returns a panel with Markdown text. */
export const note = (markdown: string): Text => new Text().mode(TextMode.Markdown).content(markdown).span(24).height(3);
