package deck

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// How long a browser may take to ask, to be answered, and to keep a line open.
const (
	askTime    = 5 * time.Second
	answerTime = 10 * time.Second
	idleTime   = time.Minute
)

// Serve answers requests for the page at "/" until ctx ends, and closes the
// listener. The page is built anew for each request: whoever writes a deck reloads to
// see it. A deck that cannot be built is told in the browser.
func Serve(ctx context.Context, listener net.Listener, build func() ([]byte, error)) error {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		page, err := build()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		w.Write(page) //nolint:errcheck // the browser that went away needs no answer
	})
	server := &http.Server{Handler: mux, ReadTimeout: askTime, WriteTimeout: answerTime, IdleTimeout: idleTime}
	stop := context.AfterFunc(ctx, func() {
		server.Close() //nolint:errcheck // the program is about to end
	})
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve slides: %w", err)
	}
	return nil
}
