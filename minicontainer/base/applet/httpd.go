package applet

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
)

var httpdCommand = command{
	name: "httpd", usage: "[-fv] [-p [IP:]PORT] [-h DIR]", short: "serve the files of a directory over HTTP",
	options: "fvp:h:", run: runHttpd,
}

// runHttpd stays in the foreground, with -f or without: in a container the
// server is what the container lives for.
func runHttpd(c *call) error {
	directory, ok := c.value("h")
	if !ok {
		directory = "."
	}
	info, err := os.Stat(directory)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("serve %s: not a directory", directory)
	}
	address, ok := c.value("p")
	if !ok {
		address = "80"
	}
	if !strings.Contains(address, ":") {
		address = ":" + address
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", address, err)
	}
	if c.has("v") {
		fmt.Fprintf(os.Stderr, "httpd: serving %s on %s\n", directory, listener.Addr())
	}
	handler := http.FileServer(http.Dir(directory))
	if c.has("v") {
		handler = logged(handler)
	}
	return http.Serve(listener, handler)
}

// logged writes a line for every request to standard error.
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorder := &statusRecorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(recorder, r)
		fmt.Fprintf(os.Stderr, "%s %s %s %d\n", r.RemoteAddr, r.Method, r.URL.Path, recorder.status)
	})
}

type statusRecorder struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers the status for the log.
func (r *statusRecorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}
