//go:build race

package hostile

// slowdown is by how much the race detector makes a program slower.
const slowdown = 10
