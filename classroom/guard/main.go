// Guard stands between the hub and the Docker daemon. The hub has to start and stop containers, and who may do that freely
// is root on the machine; so the hub reaches the daemon only through here, where a request passes that a class needs
// (rules.go), and no other.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"time"
)

const (
	address = ":2375"
	socket  = "/var/run/docker.sock"
	// mostBody is more than any request that passes has.
	mostBody = 1 << 20
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--healthy" {
		if err := healthy(); err != nil {
			log.Fatal(err)
		}
		return
	}
	g, err := newGuard(socket, os.Getenv("CLASSROOM_IMAGE"))
	if err != nil {
		log.Fatalf("guard: %v", err)
	}
	server := http.Server{Addr: address, Handler: g, ReadHeaderTimeout: 10 * time.Second}
	log.Fatal(server.ListenAndServe())
}

// healthy reports whether a guard answers here, and the daemon behind it.
func healthy() error {
	response, err := http.Get("http://127.0.0.1" + address + "/_ping")
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("guard: the Docker daemon answers %s", response.Status)
	}
	return nil
}

// A guard hands requests on to a Docker daemon where its rules let them pass.
type guard struct {
	rules  rules
	client *http.Client // to the daemon
	proxy  http.Handler
}

// newGuard returns the guard of the compose project that this container belongs to, for students' containers of image.
func newGuard(socket, image string) (*guard, error) {
	transport := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	}}
	daemon := &url.URL{Scheme: "http", Host: "docker"}
	g := &guard{client: &http.Client{Transport: transport, Timeout: time.Minute}}
	g.proxy = &httputil.ReverseProxy{
		Transport:      transport,
		Rewrite:        func(r *httputil.ProxyRequest) { r.SetURL(daemon) },
		ModifyResponse: func(r *http.Response) error { return g.rules.studentsDisk(r) },
	}
	self, err := os.Hostname() // in a container its id
	if err != nil {
		return nil, err
	}
	own, err := g.inspect(self)
	if err != nil {
		return nil, fmt.Errorf("the Docker daemon does not tell which project this container is of: %w", err)
	}
	g.rules = rules{project: own.Config.Labels[projectLabel], image: image, inspect: g.inspect}
	if g.rules.project == "" {
		return nil, fmt.Errorf("this container belongs to no compose project: start it by docker-compose")
	}
	return g, nil
}

// inspect asks the daemon about a container. It returns errNone where the daemon says that there is none.
func (g *guard) inspect(id string) (container, error) {
	response, err := g.client.Get("http://docker/containers/" + url.PathEscape(id) + "/json")
	if err != nil {
		return container{}, err
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
		var c container
		return c, json.NewDecoder(response.Body).Decode(&c)
	case http.StatusNotFound:
		return container{}, errNone
	}
	return container{}, fmt.Errorf("it answers %s", response.Status)
}

// ServeHTTP hands a request on, or answers 403 with the reason as the daemon would word an error.
func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostBody))
	if err == nil {
		body, err = plain(body)
	}
	if err == nil {
		err = g.rules.check(r.Method, r.URL, body)
	}
	if err != nil {
		log.Printf("refused %s %s: %v", r.Method, r.URL.Path, err)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusForbidden)
		json.NewEncoder(w).Encode(map[string]string{"message": "guard: " + err.Error()})
		return
	}
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	g.proxy.ServeHTTP(w, r)
}

// plain writes a JSON body anew, so that no name comes twice in it and the daemon reads what the rules have read.
func plain(body []byte) ([]byte, error) {
	if len(body) == 0 {
		return body, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, fmt.Errorf("the body is no JSON: %w", err)
	}
	return json.Marshal(value)
}
