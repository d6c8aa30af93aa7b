package applet

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
)

var wgetCommand = command{
	name: "wget", usage: "[-qS] [-O FILE] [-T SECS] [--spider] [--header STR] [--post-data STR] URL...", short: "fetch files over HTTP",
	options: "qSO:T:cP:U:", long: "quiet=q server-response=S output-document=O timeout=T spider header: post-data: no-check-certificate user-agent=U",
	run: runWget,
}

func runWget(c *call) error {
	if len(c.operands) == 0 {
		return usagef("no URL given")
	}
	client, err := c.httpClient()
	if err != nil {
		return err
	}
	for _, address := range c.operands {
		if err := c.fetch(client, address); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) httpClient() (*http.Client, error) {
	timeout, err := c.duration("T", 0)
	if err != nil {
		return nil, err
	}
	dialer := &net.Dialer{Timeout: timeout}
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			c.progress("Connecting to %s\n", address)
			return dialer.DialContext(ctx, network, address)
		},
		TLSClientConfig:       &tls.Config{InsecureSkipVerify: c.has("no-check-certificate")},
		ResponseHeaderTimeout: timeout,
	}
	return &http.Client{Transport: transport}, nil
}

// progress goes to standard error: standard output may be the file.
func (c *call) progress(format string, args ...any) {
	if !c.has("q") {
		fmt.Fprintf(os.Stderr, format, args...)
	}
}

func (c *call) httpRequest(address string) (*http.Request, error) {
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	method, body := http.MethodGet, io.Reader(nil)
	if c.has("spider") {
		method = http.MethodHead
	}
	if data, ok := c.value("post-data"); ok {
		method, body = http.MethodPost, strings.NewReader(data)
	}
	request, err := http.NewRequest(method, address, body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "Wget")
	if agent, ok := c.value("U"); ok {
		request.Header.Set("User-Agent", agent)
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, header := range c.all("header") {
		name, value, _ := strings.Cut(header, ":")
		request.Header.Set(name, strings.TrimSpace(value))
	}
	return request, nil
}

func (c *call) fetch(client *http.Client, address string) error {
	request, err := c.httpRequest(address)
	if err != nil {
		return err
	}
	response, err := client.Do(request)
	if err != nil {
		return fetchError(request.URL, err)
	}
	defer response.Body.Close()
	if c.has("S") {
		printResponse(response)
	}
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("server returned error: %s %s", response.Proto, response.Status)
	}
	if c.has("spider") {
		c.progress("remote file exists\n")
		return nil
	}
	return c.save(response)
}

func fetchError(target *url.URL, err error) error {
	if _, ok := asError[*net.OpError](err); ok {
		host := target.Host
		if target.Port() == "" {
			host = net.JoinHostPort(target.Hostname(), target.Scheme)
		}
		return connectError(host, err)
	}
	if wrapped, ok := asError[*url.Error](err); ok {
		err = wrapped.Err
	}
	return fmt.Errorf("get %s: %w", target, err)
}

func printResponse(response *http.Response) {
	fmt.Fprintf(os.Stderr, "  %s %s\n", response.Proto, response.Status)
	var names []string
	for name := range response.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(os.Stderr, "  %s: %s\n", name, strings.Join(response.Header[name], ", "))
	}
}

func (c *call) save(response *http.Response) error {
	name, given := c.value("O")
	if name == "-" {
		_, err := io.Copy(c.out, response.Body)
		return err
	}
	flags := os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	if !given { // a name the server chose must not replace a file of ours
		name, flags = nameFromURL(response.Request.URL), os.O_WRONLY|os.O_CREATE|os.O_EXCL
	}
	if directory, ok := c.value("P"); ok && !given {
		name = path.Join(directory, name)
	}
	file, err := os.OpenFile(name, flags, 0o666)
	if err != nil {
		return err
	}
	c.progress("saving to '%s'\n", name)
	size, err := io.Copy(file, response.Body)
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	c.progress("'%s' saved (%s)\n", name, humanSize(uint64(size)))
	return nil
}

// nameFromURL is the last part of the path, index.html when there is none.
func nameFromURL(address *url.URL) string {
	name := path.Base(address.Path)
	if name == "." || name == "/" || name == ".." || strings.HasSuffix(address.Path, "/") {
		return "index.html"
	}
	return name
}
