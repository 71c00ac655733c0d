// Command cells counts what notebooks' cells are made of: cells, lines of code, lines that are too long, calls of Must and
// mentions of lecture. Its tests take the cells of the lecture as Go, and look for what a reader would stumble over.
//
//	go run ./tests/cells notebooks/*.ipynb
package main

import (
	"fmt"
	"os"
	"strings"
)

func main() {
	var all counts
	for _, name := range os.Args[1:] {
		notebook, err := open(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		all.add(notebook)
	}
	fmt.Print(all)
}

// counts are what the cells of some notebooks are made of.
type counts struct {
	cells, lines, must, lecture, captions, longCells, longLines int
}

func (c *counts) add(n notebook) {
	for _, cell := range n.cells {
		c.cells++
		c.must += strings.Count(cell.source, "Must(")
		c.lecture += strings.Count(cell.source, "lecture.")
		c.captions += strings.Count(cell.source, ".Caption(lecture.Caption(x))")
		c.lines += len(cell.code())
		if len(cell.code()) > mostLines {
			c.longCells++
		}
		for _, line := range strings.Split(cell.source, "\n") {
			if columns(line) > mostColumns {
				c.longLines++
			}
		}
	}
}

// String returns one line per count.
func (c counts) String() string {
	return fmt.Sprintf("code cells                     %4d\nlines of code                  %4d\nMust                           %4d\n"+
		"lecture.                       %4d\n.Caption(lecture.Caption(x))   %4d\ncells of more than %d lines    %4d\nlines of more than %d columns %4d\n",
		c.cells, c.lines, c.must, c.lecture, c.captions, mostLines, c.longCells, mostColumns, c.longLines)
}
