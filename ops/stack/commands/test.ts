// npm test: runs tests with a separate stack
import { createCommand, runCommand } from '../../cli/command.ts';
import { findTestFiles, optionProblem, runTests } from './test-files.ts';
import { withTestStack } from './test-stack.ts';

await runCommand(
  createCommand('npm test --', 'Starts a stack at ports + 10000, runs the tests with it, and stops it.', {
    examples: [
      'npm test',
      'npm test -- events/worker/run.test.ts',
      "npm test -- 'services/**/*.test.ts' --test-name-pattern=cancel",
    ],
  })
    .argument('[file or option...]', 'test files or globs (default: all), and options of node --test')
    .allowUnknownOption()
    .action(async (words, _options, command) => {
      const options = words.filter((word) => word.startsWith('-'));
      const problem = optionProblem(options);
      if (problem !== undefined) command.error(`error: ${problem}`);
      const patterns = words.filter((word) => !word.startsWith('-'));
      const files = await findTestFiles(patterns);
      if (files.length === 0) command.error(`error: no test file matches ${patterns.join(', ')}`);
      process.exitCode = await withTestStack((env, signal) => runTests(files, options, env, signal));
    }),
);
