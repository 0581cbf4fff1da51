# One image for all processes of Orderflow; the command in docker-compose.yml selects the process.
FROM node:26-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY patches patches
# In production, patch-package skips the patches of development packages. No install script of a package runs.
ENV NODE_ENV=production
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && npx patch-package --error-on-fail \
 && rm -rf /root/.npm

FROM node:26-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
# A new volume takes its owner from the folder that it is mounted on. These volumes are filled by ops/stack/compose/secrets.ts.
RUN for of in mariadb frontend users products orders grafana otel-collector alert-inbox \
      kafka-broker kafka-admin kafka-operator kafka-frontend kafka-user-service kafka-product-service kafka-product-worker \
      kafka-order-service kafka-order-worker kafka-event-monitor; \
    do install -d -o node -g node "/secrets/$of"; done
# The image of the collector has no folder that belongs to its user (10001).
RUN install -d -o 10001 -g 10001 /volumes/otel-collector
# Only Alertmanager's user (65534) can read its configuration.
RUN install -d -o 65534 -g 65534 /volumes/alertmanager
COPY --from=packages /app/node_modules node_modules
COPY . .
USER node
ENTRYPOINT ["node"]
