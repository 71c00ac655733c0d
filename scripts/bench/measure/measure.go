// Package measure is what the bench's Go programs share: how they say what they have found.
package measure

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"latentlab/pkg/lecture"
)

// Print writes what a program has found as one line of JSON on standard output, as scripts/bench reads it.
func Print(found map[string]any) {
	lecture.Stop(json.NewEncoder(os.Stdout).Encode(found))
}

// PeakMB returns the most memory that this process has ever held, in MB of 10⁶ bytes: VmHWM in proc_pid_status(5).
func PeakMB() float64 {
	status := lecture.Must(os.ReadFile("/proc/self/status"))
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmHWM:" {
			return lecture.Must(strconv.ParseFloat(fields[1], 64)) * 1024 / 1e6
		}
	}
	return 0
}

// Ints reads numbers separated by commas, such as "784,500,300,2".
func Ints(text string) []int {
	var numbers []int
	for field := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(field)
		if err != nil {
			lecture.Stop(fmt.Errorf("%q: want whole numbers separated by commas", text))
		}
		numbers = append(numbers, n)
	}
	return numbers
}

// MSE returns the mean squared error per pixel of reconstructions y of images x, both n × pixels.
func MSE(x, y [][]float32) float64 {
	var sum float64
	for i := range x {
		for j := range x[i] {
			d := float64(x[i][j] - y[i][j])
			sum += d * d
		}
	}
	return sum / float64(len(x)*len(x[0]))
}

// Seconds returns how long the first call of f took, which compiles, and the median of the calls that follow.
func Seconds(calls int, f func()) (first, median float64) {
	var times []float64
	for range calls + 1 {
		start := time.Now()
		f()
		times = append(times, time.Since(start).Seconds())
	}
	first, times = times[0], times[1:]
	slices.Sort(times)
	return first, times[len(times)/2]
}
