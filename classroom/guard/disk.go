package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// diskPath is where Docker tells what takes how much of the disk.
const diskPath = "/system/df"

// diskUsage is what the hub is told of it.
type diskUsage struct {
	Volumes    []volumeUsage
	Containers []containerUsage
}

type volumeUsage struct {
	Name      string
	UsageData *struct{ Size int64 } // bytes; -1 where Docker does not count
}

type containerUsage struct {
	Names  []string
	Labels map[string]string
	State  string
	SizeRw int64 // bytes written in the container, outside of volumes
}

// studentsDisk leaves of an answer about the disk what concerns students, and of the rest of the machine nothing.
func (r rules) studentsDisk(response *http.Response) error {
	if version.ReplaceAllString(response.Request.URL.Path, "/") != diskPath || response.StatusCode != http.StatusOK {
		return nil
	}
	defer response.Body.Close()
	var all, students diskUsage
	if err := json.NewDecoder(response.Body).Decode(&all); err != nil {
		return fmt.Errorf("the disk's usage: %w", err)
	}
	students = diskUsage{[]volumeUsage{}, []containerUsage{}}
	for _, v := range all.Volumes {
		if r.isStudents(v.Name) && v.UsageData != nil {
			students.Volumes = append(students.Volumes, v)
		}
	}
	for _, c := range all.Containers {
		if len(c.Names) == 1 && r.isStudents(strings.TrimPrefix(c.Names[0], "/")) {
			students.Containers = append(students.Containers, c)
		}
	}
	body, err := json.Marshal(students)
	if err != nil {
		return err
	}
	response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	response.Header.Set("Content-Length", strconv.Itoa(len(body)))
	return nil
}
