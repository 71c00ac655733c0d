package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

const projectLabel = "com.docker.compose.project"

// rules say which requests pass. The hub may look at its own project's containers, and make, start, stop and remove
// students' containers and their networks, all of which are named PROJECT-student-NAME.
type rules struct {
	project string
	image   string                             // of students' containers; image-gpu is one too
	inspect func(id string) (container, error) // errNone where there is none
}

// errNone says that there is no such container: a request about it does no harm.
var errNone = errors.New("there is no such container")

// container is what the rules look at in Docker's description of one.
type container struct {
	Name   string
	Config struct{ Labels map[string]string }
}

// A rule lets requests pass whose method and path, without the API's version, match, and whose content check accepts.
type rule struct {
	method string
	path   *regexp.Regexp
	check  func(rules, request) error
}

// A request is what check is told: the path's variable part, the query, the body.
type request struct {
	subject string
	query   url.Values
	body    []byte
}

var table = []rule{
	{"GET", regexp.MustCompile(`^/(_ping|version|networks|system/df)$`), anyone}, // studentsDisk cuts the last one's answer
	{"GET", regexp.MustCompile(`^/images/([\w./:-]+)/json$`), rules.studentsImage},
	{"GET", regexp.MustCompile(`^/containers/json$`), rules.ownList},
	{"GET", regexp.MustCompile(`^/containers/([\w.-]+)/json$`), rules.own},
	{"POST", regexp.MustCompile(`^/containers/create$`), rules.create},
	{"POST", regexp.MustCompile(`^/containers/([\w.-]+)/(?:start|stop)$`), rules.student},
	{"GET", regexp.MustCompile(`^/containers/([\w.-]+)/logs$`), rules.student},
	{"DELETE", regexp.MustCompile(`^/containers/([\w.-]+)$`), rules.student},
	{"GET", regexp.MustCompile(`^/networks/([\w.-]+)$`), rules.studentsNetwork},
	{"DELETE", regexp.MustCompile(`^/networks/([\w.-]+)$`), rules.studentsNetwork},
	{"POST", regexp.MustCompile(`^/networks/create$`), rules.createNetwork},
	{"POST", regexp.MustCompile(`^/networks/([\w.-]+)/(?:connect|disconnect)$`), rules.join},
}

var version = regexp.MustCompile(`^/v[0-9.]+/`)

// check returns why a request does not pass, or nil.
func (r rules) check(method string, u *url.URL, body []byte) error {
	where := version.ReplaceAllString(u.Path, "/")
	if where != path.Clean(where) || u.RawPath != "" {
		return errors.New("the path is not a plain one")
	}
	for _, rule := range table {
		match := rule.path.FindStringSubmatch(where)
		if rule.method != method || match == nil {
			continue
		}
		return rule.check(r, request{match[len(match)-1], u.Query(), body})
	}
	return errors.New("a class does not need it")
}

func anyone(rules, request) error { return nil }

// isStudents reports whether a name is one of a student's container, volume and network. The names of a class a-student-b
// begin as a student's of the class a do, and are none.
func (r rules) isStudents(name string) bool {
	account, ok := strings.CutPrefix(name, r.project+"-student-")
	return ok && accountPattern.MatchString(account)
}

// accountPattern matches how DockerSpawner writes an account's name, in which a minus begins a character by its number.
var accountPattern = regexp.MustCompile(`^([a-z0-9]|-[0-9a-f]{2})+$`)

func (r rules) studentsImage(q request) error {
	if q.subject != r.image && q.subject != r.image+"-gpu" {
		return fmt.Errorf("the image %s is not the students'", q.subject)
	}
	return nil
}

// ownList wants a list of containers to be that of this project.
func (r rules) ownList(q request) error {
	var filters struct{ Label []string }
	if err := json.Unmarshal([]byte(q.query.Get("filters")), &filters); err != nil {
		return fmt.Errorf("the filters: %w", err)
	}
	if !slices.Contains(filters.Label, projectLabel+"="+r.project) {
		return errors.New("the list is not limited to this project")
	}
	return nil
}

// own wants a container to be a student's or one of this project.
func (r rules) own(q request) error {
	return r.look(q.subject, "of this classroom", func(c container) bool {
		return r.isStudents(strings.TrimPrefix(c.Name, "/")) || c.Config.Labels[projectLabel] == r.project
	})
}

// student wants a container to be a student's.
func (r rules) student(q request) error {
	return r.look(q.subject, "a student's", func(c container) bool { return r.isStudents(strings.TrimPrefix(c.Name, "/")) })
}

// look wants a container to be one that passes, which is said by want. That there is none is the daemon's to say; where the
// daemon does not tell whose it is, nothing passes.
func (r rules) look(id, want string, passes func(container) bool) error {
	c, err := r.inspect(id)
	switch {
	case errors.Is(err, errNone):
		return nil
	case err != nil:
		return fmt.Errorf("the Docker daemon does not tell whether the container %.64s is %s: %w", id, want, err)
	case !passes(c):
		return fmt.Errorf("the container %s is not %s", id, want)
	}
	return nil
}

func (r rules) studentsNetwork(q request) error {
	if !r.isStudents(q.subject) {
		return fmt.Errorf("the network %s is not a student's", q.subject)
	}
	return nil
}

// networkFields of a network's description may say something, ipamFields of its addresses'.
var (
	networkFields = []string{"CheckDuplicate", "Driver", "IPAM", "Internal", "Labels", "Name", "Options"}
	ipamFields    = []string{"Config", "Driver"}
)

// bridge is what the interface of a student's network is named on the machine, whose rule against it knows it by this name.
var bridge = regexp.MustCompile(`^lab-[0-9a-f]{11}$`)

// createNetwork wants a network to be a student's and closed: internal, and its bridge one of its own, without an address
// of the machine.
func (r rules) createNetwork(q request) error {
	var n struct {
		Name     string
		Driver   string
		Internal bool
		IPAM     struct{ Driver string }
		Options  map[string]string
		Labels   map[string]string
	}
	var all, ipam map[string]json.RawMessage
	if err := errors.Join(json.Unmarshal(q.body, &n), json.Unmarshal(q.body, &all)); err != nil {
		return fmt.Errorf("the body: %w", err)
	}
	if said, ok := all["IPAM"]; ok {
		if err := json.Unmarshal(said, &ipam); err != nil {
			return fmt.Errorf("the body: %w", err)
		}
	}
	if err := errors.Join(onlySaid(all, networkFields), onlySaid(ipam, ipamFields)); err != nil {
		return err
	}
	if !r.isStudents(n.Name) || !n.Internal || n.Driver != "" && n.Driver != "bridge" || n.IPAM.Driver != "" && n.IPAM.Driver != "default" {
		return fmt.Errorf("the network %s is not a student's internal bridge", n.Name)
	}
	if err := r.ownLabels(n.Labels); err != nil {
		return err
	}
	for name, value := range n.Options {
		switch {
		case name == "com.docker.network.bridge.inhibit_ipv4" && value == "true":
		case name == "com.docker.network.bridge.name" && bridge.MatchString(value):
		default:
			return fmt.Errorf("the network %s has the option %s=%s", n.Name, name, value)
		}
	}
	if len(n.Options) != 2 {
		return fmt.Errorf("the network %s is open to the machine", n.Name)
	}
	return nil
}

// join wants a student's network to be joined, or left, by a container of this classroom.
func (r rules) join(q request) error {
	if err := r.studentsNetwork(q); err != nil {
		return err
	}
	var body struct{ Container string }
	if err := json.Unmarshal(q.body, &body); err != nil {
		return fmt.Errorf("the body: %w", err)
	}
	q.subject = body.Container
	return r.own(q)
}
