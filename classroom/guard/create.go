package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// home is where a student's volume is in the container, handout where the volume is that all may read.
const (
	home    = "/home/student"
	handout = "/srv/handout"
)

// fields of a container's description that may say something, on the whole and for the host. Whatever else Docker knows
// or will learn must stay empty, so that no new one opens a door.
var (
	fields     = []string{"Cmd", "Env", "ExposedPorts", "HostConfig", "Image", "Labels", "Volumes", "AttachStdout", "AttachStderr"}
	hostFields = []string{"AutoRemove", "Binds", "CapDrop", "CpuPeriod", "CpuQuota", "CpuShares", "DeviceRequests", "Dns", "LogConfig",
		"Memory", "MemorySwap", "NetworkMode", "OomScoreAdj", "PidsLimit", "SecurityOpt"}
)

// mostShares is the most that a student's container may weigh beside others for processors; unless told, Docker gives it as much.
const mostShares = 1024

// create wants a container to be a student's: of the students' image, as its own user without any privilege, with that
// student's volume, what is handed out to read, and no other, on that student's network, within limits.
func (r rules) create(q request) error {
	name := q.query.Get("name")
	if !r.isStudents(name) {
		return fmt.Errorf("the container %s is not a student's", name)
	}
	var c struct {
		Image      string
		Labels     map[string]string
		HostConfig struct {
			Binds                []string
			CapDrop, SecurityOpt []string
			Memory, PidsLimit    int64
			CPUShares            int64 `json:"CpuShares"`
			OomScoreAdj          int
			NetworkMode          string
			LogConfig            struct {
				Type   string
				Config map[string]string
			}
			DeviceRequests []struct {
				Driver       string
				Capabilities [][]string
			}
		}
	}
	var all, host map[string]json.RawMessage
	if err := errors.Join(json.Unmarshal(q.body, &c), json.Unmarshal(q.body, &all), json.Unmarshal(all["HostConfig"], &host)); err != nil {
		return fmt.Errorf("the body: %w", err)
	}
	if err := errors.Join(onlySaid(all, fields), onlySaid(host, hostFields)); err != nil {
		return err
	}
	if err := r.studentsImage(request{subject: c.Image}); err != nil {
		return err
	}
	h := c.HostConfig
	for _, bind := range h.Binds {
		if bind != name+":"+home && bind != name+":"+home+":rw" && bind != r.project+"_handout:"+handout+":ro" {
			return fmt.Errorf("the volume %s is not that of %s", bind, name)
		}
	}
	if err := r.ownLabels(c.Labels); err != nil {
		return err
	}
	// Other kinds of logs are sent away, by the daemon, which reaches everything.
	if h.LogConfig.Type != "" && h.LogConfig.Type != "json-file" {
		return fmt.Errorf("the log is of the kind %s", h.LogConfig.Type)
	}
	for _, device := range h.DeviceRequests {
		if device.Driver != "" && device.Driver != "nvidia" || len(device.Capabilities) == 0 {
			return fmt.Errorf("the device of %q is not a GPU", device.Driver)
		}
		for _, capabilities := range device.Capabilities {
			if !slices.Equal(capabilities, []string{"gpu"}) {
				return fmt.Errorf("the device %v is not a GPU", capabilities)
			}
		}
	}
	switch {
	case h.NetworkMode != name:
		return fmt.Errorf("the network %s is not that of %s", h.NetworkMode, name)
	case !slices.Equal(h.CapDrop, []string{"ALL"}) || !slices.Equal(h.SecurityOpt, []string{"no-new-privileges"}):
		return errors.New("the container keeps privileges")
	case h.Memory <= 0 || h.PidsLimit <= 0:
		return errors.New("the container has no limits")
	case h.OomScoreAdj < 0 || h.CPUShares > mostShares:
		return errors.New("the container comes before others")
	}
	return nil
}

// classLabel has the name of the classroom.
const classLabel = "latentlab.classroom"

// ownLabels wants no label to say that something belongs to another classroom, or is a service of one: by their labels a
// hub finds the containers that it takes onto its students' networks.
func (r rules) ownLabels(labels map[string]string) error {
	for name, value := range labels {
		if strings.HasPrefix(name, "com.docker.") || name == classLabel && value != r.project {
			return fmt.Errorf("the label %s=%s is not a student's", name, value)
		}
	}
	return nil
}

// onlySaid returns an error unless all that m says something about is named in fields, letter by letter: Docker would take
// "privileged" for Privileged.
func onlySaid(m map[string]json.RawMessage, fields []string) error {
	for name, value := range m {
		if slices.Contains([]string{"null", "false", "0", `""`, "[]", "{}"}, string(value)) {
			continue
		}
		if !slices.Contains(fields, name) {
			return fmt.Errorf("%s is %s: nothing may be said about it", name, value)
		}
	}
	return nil
}
