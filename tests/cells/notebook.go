package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The house rules' measures of a cell.
const (
	mostLines   = 12  // of code: without imports, the line of %% and empty ones
	mostColumns = 100 // a tab being four
)

// A notebook is what is in its code cells.
type notebook struct {
	name  string // of the file, without directory and extension
	cells []cell
}

// A cell is one code cell.
type cell struct {
	number       int // from 1, as the kernel counts
	source       string
	declarations string // above the line %%
	body         string // below it: of main
}

func open(path string) (notebook, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return notebook{}, fmt.Errorf("cells: %w", err)
	}
	var file struct {
		Cells []struct {
			Type   string   `json:"cell_type"`
			Source []string `json:"source"`
		} `json:"cells"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return notebook{}, fmt.Errorf("cells: %s: %w", path, err)
	}
	n := notebook{name: strings.TrimSuffix(filepath.Base(path), ".ipynb")}
	for _, c := range file.Cells {
		if source := strings.Join(c.Source, ""); c.Type == "code" && strings.TrimSpace(source) != "" {
			n.cells = append(n.cells, split(len(n.cells)+1, source))
		}
	}
	return n, nil
}

// split parts a cell as the kernel does: what follows the line %% is the body of main.
func split(number int, source string) cell {
	c := cell{number: number, source: source, declarations: source}
	lines := strings.SplitAfter(source, "\n")
	for i, line := range lines {
		if strings.TrimSpace(line) == "%%" {
			c.declarations, c.body = strings.Join(lines[:i], ""), strings.Join(lines[i+1:], "")
			break
		}
	}
	return c
}

// code returns the cell's lines of code.
func (c cell) code() (lines []string) {
	imports := false
	for _, line := range strings.Split(c.source, "\n") {
		text := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(text, "import ("):
			imports = true
		case imports:
			imports = text != ")"
		case text == "" || text == "%%" || strings.HasPrefix(text, "import ") || strings.HasPrefix(text, "//"):
		default:
			lines = append(lines, line)
		}
	}
	return lines
}

// columns returns how wide a line is, with tabs of four.
func columns(line string) int {
	wide := 0
	for _, r := range line {
		if r == '\t' {
			wide += 4 - wide%4
		} else {
			wide++
		}
	}
	return wide
}
