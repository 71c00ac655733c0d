//go:build goexperiment.simd

package backend

const goLabel = "Go with SIMD"
