FROM debian
RUN echo 'a page of some length, for wrk' >/var/www/html/index.html && \
	printf 'daemon off;\nerror_log stderr;\n' >/etc/nginx/modules-enabled/foreground.conf && \
	ln -sf /dev/stdout /var/log/nginx/access.log
EXPOSE 80
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=300ms --timeout=10s --retries=100 CMD bash -c 'exec 3<>/dev/tcp/127.0.0.1/80'
CMD ["nginx"]
