package main

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// Where the daemon does not tell whose a container is, it may be anybody's: only that there is none lets a request through.
func TestNothingPassesWhileTheDaemonDoesNotTellWhoseAContainerIs(t *testing.T) {
	says := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			io.WriteString(w, body)
		}
	}
	for name, c := range map[string]struct {
		inspect http.HandlerFunc
		want    string // why nothing passes; "" where all does
	}{
		"there":       {says(http.StatusOK, `{"Name": "/class-student-anna"}`), ""},
		"none":        {says(http.StatusNotFound, `{"message": "No such container: x"}`), ""},
		"error":       {says(http.StatusInternalServerError, `{"message": "no"}`), "it answers 500"},
		"unavailable": {says(http.StatusServiceUnavailable, ""), "it answers 503"},
		"cut off":     {says(http.StatusOK, `{"Name": "/class-stud`), "unexpected EOF"},
		"hung up":     {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "EOF"},
		"too late":    {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "Timeout exceeded"},
	} {
		t.Run(name, func(t *testing.T) {
			g, passed := guardOf(t, c.inspect)
			if name == "too late" {
				g.client.Timeout = time.Millisecond
			}
			for _, q := range [][3]string{
				{"POST", "/containers/x/stop", ""},
				{"DELETE", "/containers/x", ""},
				{"GET", "/containers/x/json", ""},
				{"POST", "/networks/class-student-anna/connect", `{"Container": "x"}`},
			} {
				passed.Store(0)
				request, answer := httptest.NewRequest(q[0], q[1], strings.NewReader(q[2])), httptest.NewRecorder()
				request.Header.Set(hubs, "yes")
				g.ServeHTTP(answer, request)
				if c.want == "" {
					if answer.Code != http.StatusOK || passed.Load() != 1 {
						t.Errorf("%s %s does not pass: %d %s", q[0], q[1], answer.Code, answer.Body)
					}
					continue
				}
				said := answer.Body.String()
				if answer.Code != http.StatusForbidden || passed.Load() != 0 ||
					!strings.Contains(said, "does not tell whether the container x is ") || !strings.Contains(said, c.want) {
					t.Errorf("%s %s: %d %s, want that it is refused because of %q", q[0], q[1], answer.Code, said, c.want)
				}
			}
		})
	}
}

// hubs is the header by which the daemon of guardOf tells the hub's requests from the guard's own.
const hubs = "X-Hubs"

// guardOf returns a guard of the project class, before a daemon that answers by inspect when it is asked whose a container is,
// and the number of the hub's requests that have reached the daemon.
func guardOf(t *testing.T, inspect http.HandlerFunc) (*guard, *atomic.Int32) {
	t.Helper()
	self, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	// t.TempDir's path can be longer than a socket's may be.
	directory, err := os.MkdirTemp("", "guard")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(directory) })
	socket := filepath.Join(directory, "docker.sock")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	var passed atomic.Int32
	daemon := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get(hubs) != "":
			passed.Add(1)
		case r.URL.Path == "/containers/"+self+"/json":
			io.WriteString(w, `{"Config": {"Labels": {"com.docker.compose.project": "class"}}}`)
		default:
			inspect(w, r)
		}
	}))
	daemon.Listener.Close()
	daemon.Listener = listener
	daemon.Start()
	t.Cleanup(daemon.Close)
	g, err := newGuard(socket, "student:1")
	if err != nil {
		t.Fatal(err)
	}
	return g, &passed
}
