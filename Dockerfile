# Every step is one of the scripts behind `npm start`; the build stage ends with what the server needs.
FROM node:26-bookworm-slim AS build
WORKDIR /fernblick
COPY . .
RUN node scripts/bootstrap/run.mjs setup /usr/local/bin/mediasoup-worker
RUN npm ci --omit=dev --workspace shared --workspace server --workspace scripts

FROM node:26-bookworm-slim
WORKDIR /fernblick
COPY scripts scripts
RUN node scripts/bootstrap/run.mjs packages workerRun \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node /data
COPY --from=build /usr/local/bin/mediasoup-worker /usr/local/bin/
COPY --from=build /fernblick .
ENV NODE_ENV=production DATA_DIR=/data MEDIASOUP_WORKER_BIN=/usr/local/bin/mediasoup-worker
USER node
VOLUME /data
EXPOSE 8443/tcp 44400/udp 44400/tcp
HEALTHCHECK --start-period=30s CMD ["node", "scripts/healthCheck.ts"]
CMD ["node", "server/src/main.ts"]
