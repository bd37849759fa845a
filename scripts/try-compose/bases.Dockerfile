# Stand-ins for the base images where nothing can be pulled: Debian's packages on a base that debootstrap made (bases.mjs). Versions are sid's.
ARG BASE
FROM ${BASE} AS base
ENV DEBIAN_FRONTEND=noninteractive

FROM base AS node
COPY node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
RUN apt-get update && apt-get install -y --no-install-recommends libstdc++6 ca-certificates \
    && ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx \
    && rm -rf /var/lib/apt/lists/* /var/cache/apt
CMD ["node"]

FROM base AS postgres
# Without a cluster of the package's own: the entrypoint makes one, as the official image's does.
RUN mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf \
    && apt-get update && apt-get install -y --no-install-recommends postgresql-18 && rm -rf /var/lib/apt/lists/* /var/cache/apt \
    && install -d -o postgres -g postgres -m 3777 /var/run/postgresql && install -d -o postgres -g postgres /var/lib/postgresql
COPY postgres-entrypoint.sh /usr/local/bin/entrypoint.sh
ENV PATH=/usr/lib/postgresql/18/bin:/usr/sbin:/usr/bin:/sbin:/bin PGDATA=/var/lib/postgresql/18/docker
STOPSIGNAL SIGINT
ENTRYPOINT ["/bin/sh", "/usr/local/bin/entrypoint.sh"]
CMD ["postgres"]

FROM base AS caddy
RUN apt-get update && apt-get install -y --no-install-recommends caddy busybox && ln -s /usr/bin/busybox /usr/local/bin/wget && rm -rf /var/lib/apt/lists/* /var/cache/apt
ENV XDG_CONFIG_HOME=/config XDG_DATA_HOME=/data
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]

FROM base AS redis
RUN apt-get update && apt-get install -y --no-install-recommends redis-server && rm -rf /var/lib/apt/lists/* /var/cache/apt
CMD ["redis-server"]
