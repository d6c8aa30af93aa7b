# A small Debian with PostgreSQL, nginx, pgbench and wrk.
FROM scratch
ADD servers.tar /
CMD ["bash"]
