// Driving Chromium by the DevTools protocol over a pipe: JSON texts that end in a
// zero byte, ours to the browser's descriptor 3, its to us from descriptor 4. A pipe
// needs no port, which another program could connect to.
// Source: chromedevtools.github.io/devtools-protocol, --remote-debugging-pipe.

package deck

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/minicontainer/minicontainer/minicontainer/testenv"
)

// patience is how long the browser may take for one answer on a busy machine.
const patience = 30 * time.Second

// message is a call (ID and Method), its answer (ID), or an event (Method).
type message struct {
	ID      int             `json:"id,omitempty"`
	Session string          `json:"sessionId,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  any             `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   json.RawMessage `json:"error,omitempty"`
}

// chromium is a running browser. What it says is kept, in order.
type chromium struct {
	t    *testing.T
	in   *os.File
	mu   sync.Mutex
	news *sync.Cond // something was said, or time is up
	said []message
	gone bool
	last int    // the number of the latest call
	log  string // the file with its complaints
}

// startChromium starts a browser that ends with the test, together with all it started.
func startChromium(t *testing.T) *chromium {
	t.Helper()
	program := testenv.Peer(t, "chromium")
	// A temporary directory of the test's may have too long a name: the browser puts a
	// socket in it, and the path of a socket has room for 107 bytes. Source: unix(7).
	dir, err := os.MkdirTemp("/tmp", "browser")
	if err != nil {
		t.Fatal(err)
	}
	theirIn, in := pipe(t)
	out, theirOut := pipe(t)
	c := &chromium{t: t, in: in, log: filepath.Join(dir, "log")}
	c.news = sync.NewCond(&c.mu)
	cmd := exec.Command(program, "--headless", "--no-sandbox", "--remote-debugging-pipe", "--user-data-dir="+dir,
		"--disable-gpu", "--disable-dev-shm-usage", "--disable-breakpad", "--disable-background-networking",
		"--no-first-run", "--password-store=basic", "about:blank")
	cmd.Env = append(os.Environ(), "HOME="+dir, "TMPDIR="+dir, "XDG_RUNTIME_DIR="+dir)
	cmd.ExtraFiles = []*os.File{theirIn, theirOut}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	log, err := os.Create(c.log)
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for _, theirs := range []*os.File{theirIn, theirOut, log} {
		theirs.Close()
	}
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		c.read(out)
	}()
	t.Cleanup(func() {
		c.send("", "Browser.close", nil)
		select {
		case <-closed: // its end of the pipe: the profile is written
		case <-time.After(patience):
		}
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // whoever of the group is left
		cmd.Wait()
		in.Close()
		out.Close()
		os.RemoveAll(dir)
	})
	return c
}

func pipe(t *testing.T) (reading, writing *os.File) {
	t.Helper()
	reading, writing, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	return reading, writing
}

func (c *chromium) read(out *os.File) {
	texts := bufio.NewReader(out)
	for {
		text, err := texts.ReadBytes(0)
		c.mu.Lock()
		if err != nil {
			c.gone = true
			c.news.Broadcast()
			c.mu.Unlock()
			return
		}
		var m message
		if json.Unmarshal(text[:len(text)-1], &m) == nil {
			c.said = append(c.said, m)
		}
		c.news.Broadcast()
		c.mu.Unlock()
	}
}

// await returns the first message, from index on, that is wanted, and where the next begins.
func (c *chromium) await(index int, what string, wanted func(message) bool) (message, int) {
	c.t.Helper()
	late := false
	timer := time.AfterFunc(patience, func() {
		c.mu.Lock()
		late = true
		c.news.Broadcast()
		c.mu.Unlock()
	})
	defer timer.Stop()
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		for ; index < len(c.said); index++ {
			if wanted(c.said[index]) {
				return c.said[index], index + 1
			}
		}
		if late || c.gone {
			complaints, _ := os.ReadFile(c.log)
			c.t.Fatalf("%s: no answer from the browser (gone: %v)\n%s", what, c.gone, complaints)
		}
		c.news.Wait()
	}
}

// here is the index of the next message.
func (c *chromium) here() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.said)
}

// send asks; the answer will bear the number returned.
func (c *chromium) send(session, method string, params any) (int, error) {
	c.last++
	text, err := json.Marshal(message{ID: c.last, Session: session, Method: method, Params: params})
	if err == nil {
		_, err = c.in.Write(append(text, 0))
	}
	return c.last, err
}

// call asks and waits for the answer, which it reads into result if that is not nil.
func (c *chromium) call(session, method string, params, result any) {
	c.t.Helper()
	start := c.here()
	id, err := c.send(session, method, params)
	if err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
	answer, _ := c.await(start, method, func(m message) bool { return m.ID == id })
	if answer.Error != nil {
		c.t.Fatalf("%s: %s", method, answer.Error)
	}
	if result != nil {
		if err := json.Unmarshal(answer.Result, result); err != nil {
			c.t.Fatalf("%s: %v in %s", method, err, answer.Result)
		}
	}
}

// events are the parameters of all that a window has told under this name.
func (c *chromium) events(session, method string) []map[string]any {
	c.mu.Lock()
	defer c.mu.Unlock()
	var found []map[string]any
	for _, m := range c.said {
		if params, ok := m.Params.(map[string]any); ok && m.Session == session && m.Method == method {
			found = append(found, params)
		}
	}
	return found
}

// window is one page of the browser.
type window struct {
	*chromium
	session string
}

// open loads an address in a new window.
func (c *chromium) open(url string, width, height int) *window {
	c.t.Helper()
	var target struct{ TargetID string }
	c.call("", "Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	w := c.attach(target.TargetID)
	w.resize(width, height)
	start := c.here()
	w.call(w.session, "Page.navigate", map[string]any{"url": url}, nil)
	w.await(start, url, func(m message) bool { return m.Session == w.session && m.Method == "Page.loadEventFired" })
	return w
}

func (c *chromium) attach(target string) *window {
	c.t.Helper()
	var attached struct{ SessionID string }
	c.call("", "Target.attachToTarget", map[string]any{"targetId": target, "flatten": true}, &attached)
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		c.call(attached.SessionID, domain+".enable", nil, nil)
	}
	return &window{c, attached.SessionID}
}

func (w *window) resize(width, height int) {
	w.t.Helper()
	w.call(w.session, "Emulation.setDeviceMetricsOverride",
		map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700}, nil)
}

// eval evaluates an expression in the page; a promise is waited for.
func (w *window) eval(expression string, result any) {
	w.t.Helper()
	var answer struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails json.RawMessage
	}
	w.call(w.session, "Runtime.evaluate",
		map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true}, &answer)
	if answer.ExceptionDetails != nil {
		w.t.Fatalf("%s: %s", expression, answer.ExceptionDetails)
	}
	if result != nil {
		if err := json.Unmarshal(answer.Result.Value, result); err != nil {
			w.t.Fatalf("%s: %v in %s", expression, err, answer.Result.Value)
		}
	}
}

// until waits in the page, frame by frame, for a condition.
func (w *window) until(condition string) {
	w.t.Helper()
	w.eval(`new Promise((done) => { const look = () => (`+condition+`) ? done(true) : setTimeout(look, 10); look(); })`, nil)
}

// codes are the virtual key codes of the keys that have no letter.
var codes = map[string]int{
	"ArrowRight": 39, "ArrowLeft": 37, "PageDown": 34, "PageUp": 33, "Home": 36, "End": 35, " ": 32, "Escape": 27,
}

// press presses and releases a key, as a person would: that lets a page open a window.
func (w *window) press(key string) {
	w.t.Helper()
	event := map[string]any{"type": "keyDown", "key": key, "windowsVirtualKeyCode": codes[key]}
	if len(key) == 1 {
		event["text"] = key
	}
	if codes[key] == 0 {
		event["windowsVirtualKeyCode"] = int(strings.ToUpper(key)[0])
	}
	w.call(w.session, "Input.dispatchKeyEvent", event, nil)
	event["type"] = "keyUp"
	delete(event, "text")
	w.call(w.session, "Input.dispatchKeyEvent", event, nil)
}
