# One image for all of Orderflow's processes; docker-compose.yml says which one a container runs.
FROM node:26-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY patches patches
# patch-package is a development dependency: install all, patch, then remove what only development needs. No package's
# own script runs.
RUN npm ci --ignore-scripts --no-audit --no-fund \
 && npx patch-package --error-on-fail \
 && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
 && rm -rf /root/.npm

FROM node:26-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
# The volumes that ops/stack/compose/secrets.ts fills take over this owner.
RUN for of in mariadb users products orders grafana otel-collector; do install -d -o node -g node "/secrets/$of"; done
# And the volume of the collector, whose image has no folder of its user's.
RUN install -d -o 10001 -g 10001 /volumes/otel-collector
# And that of Alertmanager's configuration, which is for its user alone.
RUN install -d -o 65534 -g 65534 /volumes/alertmanager
COPY --from=packages /app/node_modules node_modules
COPY . .
USER node
ENTRYPOINT ["node"]
