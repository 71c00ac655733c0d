package main

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
)

// testRules are those of the project class, on a machine where there are its hub, anna's server and somebody's database.
func testRules() rules {
	return rules{project: "class", image: "student:1", inspect: func(id string) (container, error) {
		var c container
		switch id {
		case "hub1":
			c.Name, c.Config.Labels = "/class_hub_1", map[string]string{projectLabel: "class"}
		case "anna1":
			c.Name = "/class-student-anna"
		case "another":
			c.Name = "/class-student-b-student-anna" // of the class "class-student-b"
		case "database":
			c.Name, c.Config.Labels = "/database", map[string]string{projectLabel: "shop"}
		default:
			return c, errNone
		}
		return c, nil
	}}
}

// student returns the description of a container as DockerSpawner sends it, changed by the JSON of changes: those of its
// HostConfig where they are below "HostConfig".
func student(t *testing.T, changes string) string {
	t.Helper()
	c := map[string]any{
		"Image": "student:1", "Env": []string{"A=b"}, "Cmd": []string{"jupyterhub-singleuser"}, "Tty": false, "Entrypoint": nil,
		"Volumes": map[string]any{"/home/student": map[string]any{}}, "Labels": map[string]string{"a": "b"},
	}
	host := map[string]any{
		"Binds": []string{"class-student-anna:/home/student:rw"}, "NetworkMode": "class-student-anna", "AutoRemove": true,
		"CapDrop": []string{"ALL"}, "SecurityOpt": []string{"no-new-privileges"}, "Memory": 1 << 30, "MemorySwap": 1 << 30, "PidsLimit": 512,
		"CpuQuota": 200000, "CpuPeriod": 100000, "Dns": []string{"127.0.0.1"}, "Links": []string{}, "DeviceRequests": []any{},
	}
	var changed struct{ All, Host map[string]any }
	if err := json.Unmarshal([]byte(changes), &changed); err != nil {
		t.Fatal(err)
	}
	for name, value := range changed.All {
		c[name] = value
	}
	for name, value := range changed.Host {
		host[name] = value
	}
	c["HostConfig"] = host
	body, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// network returns the description of a student's network as the hub sends it, changed by the JSON of changes.
func network(t *testing.T, changes string) string {
	t.Helper()
	n := map[string]any{
		"Name": "class-student-anna", "Driver": nil, "Internal": true, "CheckDuplicate": nil, "Labels": map[string]string{"a": "b"},
		"IPAM": map[string]any{"Driver": "default", "Config": []any{map[string]any{"Subnet": "10.203.0.0/29"}}},
		"Options": map[string]string{
			"com.docker.network.bridge.inhibit_ipv4": "true", "com.docker.network.bridge.name": "lab-0123456789a",
		},
	}
	var changed map[string]any
	if err := json.Unmarshal([]byte(changes), &changed); err != nil {
		t.Fatal(err)
	}
	for name, value := range changed {
		n[name] = value
	}
	body, err := json.Marshal(n)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestWhatAClassNeedsPasses(t *testing.T) {
	create := "/v1.41/containers/create?name=class-student-anna"
	for _, q := range [][3]string{
		{"GET", "/version"},
		{"GET", "/v1.41/networks"},
		{"GET", "/system/df?type=volume&type=container"},
		{"GET", "/v1.41/images/student:1/json"},
		{"GET", "/v1.41/images/student:1-gpu/json"},
		{"GET", "/v1.41/containers/hub1/json"},
		{"GET", "/v1.41/containers/class-student-new/json"},
		{"GET", `/v1.41/containers/json?filters={"label":["com.docker.compose.project=class"]}`},
		{"POST", create, student(t, "{}")},
		{"POST", create, student(t, `{"Host": {"DeviceRequests": [{"Count": -1, "Capabilities": [["gpu"]]}]}}`)},
		{"POST", "/v1.41/containers/anna1/start"},
		{"POST", "/v1.41/containers/anna1/stop?t=10"},
		{"GET", "/v1.41/containers/anna1/logs?stdout=1&stderr=1&tail=5"},
		{"DELETE", "/v1.41/containers/anna1?v=True"},
		{"POST", create, student(t, `{"Host": {"OomScoreAdj": 500, "CpuShares": 128}}`)},
		{"POST", create, student(t, `{"Host": {"Binds": ["class-student-anna:/home/student:rw", "class_handout:/srv/handout:ro"]}}`)},
		{"POST", "/v1.41/networks/create", network(t, "{}")},
		{"POST", "/v1.41/networks/class-student-anna/connect", `{"Container": "hub1"}`},
		{"POST", "/v1.41/networks/class-student-anna/disconnect", `{"Container": "anna1", "Force": true}`},
		{"DELETE", "/v1.41/networks/class-student-anna"},
	} {
		if err := check(t, q); err != nil {
			t.Errorf("%s %s %s: %v", q[0], q[1], q[2], err)
		}
	}
}

func TestNothingElsePasses(t *testing.T) {
	create := "/v1.41/containers/create?name=class-student-anna"
	for _, q := range [][4]string{
		{"GET", "/v1.41/containers/database/json", "", "not of this classroom"},
		{"GET", "/v1.41/containers/json", "", "filters"},
		{"GET", `/v1.41/containers/json?filters={"label":["com.docker.compose.project=shop"]}`, "", "not limited"},
		{"GET", "/v1.41/containers/hub1/archive?path=/", "", "does not need"},
		{"GET", "/v1.41/containers/../volumes", "", "not a plain one"},
		{"GET", "/v1.41/images/student:1%2f..%2f../json", "", "not a plain one"},
		{"GET", "/v1.41/images/other/json", "", "not the students'"},
		{"POST", "/v1.41/containers/hub1/stop", "", "not a student's"},
		{"GET", "/v1.41/containers/hub1/logs", "", "not a student's"},
		{"POST", "/v1.41/containers/another/stop", "", "not a student's"},
		{"GET", "/v1.41/containers/another/json", "", "not of this classroom"},
		{"POST", "/v1.41/containers/anna1/exec", `{"Cmd": ["id"]}`, "does not need"},
		{"DELETE", "/v1.41/containers/hub1", "", "not a student's"},
		{"DELETE", "/v1.41/networks/class_hub", "", "not a student's"},
		{"DELETE", "/v1.41/volumes/class-student-anna", "", "does not need"},
		{"POST", "/v1.41/images/create?fromImage=evil", "", "does not need"},
		{"POST", "/v1.41/networks/create", network(t, `{"Internal": false}`), "internal"},
		{"POST", "/v1.41/networks/create", network(t, `{"Driver": "host"}`), "internal"},
		{"POST", "/v1.41/networks/create", network(t, `{"Name": "other"}`), "internal"},
		{"POST", "/v1.41/networks/create", network(t, `{"IPAM": {"Driver": "dhcp"}}`), "internal"},
		{"POST", "/v1.41/networks/create", network(t, `{"IPAM": {"Options": {"a": "b"}}}`), "Options"},
		{"POST", "/v1.41/networks/create", network(t, `{"EnableIPv6": true}`), "EnableIPv6"},
		{"POST", "/v1.41/networks/create", network(t, `{"ConfigFrom": {"Network": "other"}}`), "ConfigFrom"},
		{"POST", "/v1.41/networks/create", network(t, `{"Options": null}`), "open to the machine"},
		{"POST", "/v1.41/networks/create", network(t, `{"Options": {"com.docker.network.bridge.name": "lab-0123456789a"}}`), "open to the machine"},
		{"POST", "/v1.41/networks/create", network(t, `{"Options": {"com.docker.network.bridge.inhibit_ipv4": "false"}}`), "inhibit_ipv4"},
		{"POST", "/v1.41/networks/create", network(t, `{"Options": {"com.docker.network.bridge.name": "docker0"}}`), "docker0"},
		{"POST", "/v1.41/networks/create", network(t, `{"Options": {"com.docker.network.bridge.gateway_mode_ipv4": "nat"}}`), "gateway_mode"},
		{"POST", "/v1.41/networks/class-student-anna/connect", `{"Container": "database"}`, "not of this classroom"},
		{"POST", "/v1.41/networks/class_docker/connect", `{"Container": "anna1"}`, "not a student's"},
		{"POST", "/v1.41/containers/create?name=other", student(t, "{}"), "not a student's"},
		{"POST", create, "{", "JSON"},
		{"POST", create, student(t, `{"All": {"Image": "evil"}}`), "not the students'"},
		{"POST", create, student(t, `{"All": {"User": "root"}}`), "User"},
		{"POST", create, student(t, `{"All": {"Entrypoint": ["sh"]}}`), "Entrypoint"},
		{"POST", create, student(t, `{"All": {"hostConfig": {"Privileged": true}}}`), "hostConfig"},
		{"POST", create, student(t, `{"Host": {"Privileged": true}}`), "Privileged"},
		{"POST", create, student(t, `{"Host": {"privileged": true}}`), "privileged"},
		{"POST", create, student(t, `{"Host": {"Binds": ["/:/home/student"]}}`), "not that of"},
		{"POST", create, student(t, `{"Host": {"Binds": ["class-student-ben:/home/student"]}}`), "not that of"},
		{"POST", create, student(t, `{"Host": {"Binds": ["class_handout:/srv/handout"]}}`), "not that of"},
		{"POST", create, student(t, `{"Host": {"Binds": ["class_handout:/srv/handout:rw"]}}`), "not that of"},
		{"POST", create, student(t, `{"Host": {"Binds": ["class_handin:/srv/handout:ro"]}}`), "not that of"},
		{"POST", create, student(t, `{"Host": {"Binds": ["other_handout:/srv/handout:ro"]}}`), "not that of"},
		{"POST", create, student(t, `{"Host": {"Mounts": [{"Type": "bind", "Source": "/", "Target": "/x"}]}}`), "Mounts"},
		{"POST", create, student(t, `{"Host": {"NetworkMode": "host"}}`), "network host"},
		{"POST", create, student(t, `{"Host": {"NetworkMode": "class-student-ben"}}`), "not that of"},
		{"POST", create, student(t, `{"Host": {"PidMode": "host"}}`), "PidMode"},
		{"POST", create, student(t, `{"Host": {"CapAdd": ["SYS_ADMIN"]}}`), "CapAdd"},
		{"POST", create, student(t, `{"Host": {"CapDrop": []}}`), "privileges"},
		{"POST", create, student(t, `{"Host": {"SecurityOpt": ["seccomp=unconfined"]}}`), "privileges"},
		{"POST", create, student(t, `{"Host": {"Devices": [{"PathOnHost": "/dev/sda"}]}}`), "Devices"},
		{"POST", create, student(t, `{"Host": {"DeviceRequests": [{"Driver": "cdi", "DeviceIDs": ["x"], "Capabilities": [["all"]]}]}}`), "not a GPU"},
		{"POST", create, student(t, `{"Host": {"DeviceRequests": [{"Driver": "cdi", "DeviceIDs": ["x"]}]}}`), "not a GPU"},
		{"POST", create, student(t, `{"Host": {"LogConfig": {"Type": "syslog", "Config": {"syslog-address": "tcp://192.0.2.1:514"}}}}`), "syslog"},
		{"POST", create, student(t, `{"All": {"Labels": {"com.docker.compose.project": "shop", "com.docker.compose.service": "hub"}}}`), "com.docker"},
		{"POST", create, student(t, `{"All": {"Labels": {"latentlab.classroom": "shop"}}}`), "latentlab.classroom"},
		{"POST", "/v1.41/networks/create", network(t, `{"Labels": {"latentlab.classroom": "shop"}}`), "latentlab.classroom"},
		{"POST", create, student(t, `{"Host": {"Memory": 0}}`), "no limits"},
		{"POST", create, student(t, `{"Host": {"PidsLimit": -1}}`), "no limits"},
		{"POST", create, student(t, `{"Host": {"OomScoreAdj": -1}}`), "before others"},
		{"POST", create, student(t, `{"Host": {"CpuShares": 4096}}`), "before others"},
		{"POST", create, student(t, `{"Host": {"OomKillDisable": true}}`), "OomKillDisable"},
		{"POST", create, student(t, `{"Host": {"Sysctls": {"net.ipv4.ip_forward": "1"}}}`), "Sysctls"},
		{"POST", create, student(t, `{"Host": {"Ulimits": [{"Name": "nofile", "Hard": 9}]}}`), "Ulimits"},
		{"POST", create, student(t, `{"Host": {"StorageOpt": {"size": "9G"}}}`), "StorageOpt"},
		{"POST", create, strings.Replace(student(t, "{}"), `"HostConfig":`, `"HostConfig":{"Privileged":true},"Hostname":"x","HostConfig":`, 1), "Hostname"},
	} {
		err := check(t, [3]string(q[:3]))
		if err == nil || !strings.Contains(err.Error(), q[3]) {
			t.Errorf("%s %s %s: %v, want an error about %q", q[0], q[1], q[2], err, q[3])
		}
	}
}

// A name that comes twice is what the daemon would read in both places, and the rules only in one.
func TestPlainLeavesEachNameOnce(t *testing.T) {
	body, err := plain([]byte(`{"HostConfig": {"Privileged": true}, "HostConfig": {"Memory": 9007199254740993}}`))
	if err != nil || string(body) != `{"HostConfig":{"Memory":9007199254740993}}` {
		t.Errorf("%s, %v", body, err)
	}
}

func check(t *testing.T, q [3]string) error {
	t.Helper()
	u, err := url.Parse(q[1])
	if err != nil {
		t.Fatal(err)
	}
	body, err := plain([]byte(q[2]))
	if err != nil {
		return err
	}
	return testRules().check(q[0], u, body)
}
