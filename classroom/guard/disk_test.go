package main

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestOfTheDiskOnlyStudentsArePassedOn(t *testing.T) {
	answer := `{
		"LayersSize": 5, "Images": [{"RepoTags": ["shop:1"]}], "BuildCache": [{"ID": "x"}],
		"Volumes": [
			{"Name": "class-student-anna", "Mountpoint": "/var/lib/docker", "UsageData": {"RefCount": 1, "Size": 7}},
			{"Name": "class-student-ben", "UsageData": null}, {"Name": "shop_data", "UsageData": {"Size": 8}}
		],
		"Containers": [
			{"Names": ["/class-student-anna"], "Command": "x", "Labels": {"a": "b"}, "State": "running", "SizeRw": 9},
			{"Names": ["/shop_db_1"], "State": "running", "SizeRw": 10}
		]
	}`
	want := `{"Volumes":[{"Name":"class-student-anna","UsageData":{"Size":7}}],` +
		`"Containers":[{"Names":["/class-student-anna"],"Labels":{"a":"b"},"State":"running","SizeRw":9}]}`
	for path, want := range map[string]string{"/system/df": want, "/v1.41/system/df": want, "/v1.41/networks": answer} {
		response := &http.Response{
			StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(answer)),
			Request: &http.Request{URL: &url.URL{Path: path}},
		}
		if err := testRules().studentsDisk(response); err != nil {
			t.Fatal(err)
		}
		if got, _ := io.ReadAll(response.Body); string(got) != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
