# PostgreSQL, in the manner of its official image: the first start makes the database, in the volume.
FROM debian
RUN ln -s /usr/lib/postgresql/*/bin /usr/local/postgresql && mkdir -p /data /run/postgresql && chown postgres:postgres /data /run/postgresql
ENV PATH=/usr/local/postgresql:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin PGDATA=/data/db
COPY --chmod=755 db.sh /entrypoint
USER postgres
VOLUME /data
EXPOSE 5432
# SIGINT is PostgreSQL's fast shutdown: clients are let go, and what is in memory is written.
STOPSIGNAL SIGINT
HEALTHCHECK --interval=300ms --timeout=10s --retries=100 CMD pg_isready -q -h 127.0.0.1
ENTRYPOINT ["/entrypoint"]
CMD ["postgres", "-c", "listen_addresses=*"]
