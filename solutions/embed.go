// Package solutions holds a worked answer to every exercise, and the wrong answers that
// its grader is proved with:
//
//	NN-lesson/MM-name/            the answer
//	NN-lesson/MM-name/_wrong/ID/  a wrong answer, which must be told as ID;
//	                              ID@variant is another one with the same ID
//	NN-lesson/MM-name/_right/NAME/  another right answer, which must pass
//
// Each holds only the files of the answer that differ. Go's tools pass over
// directories that begin with an underscore.
package solutions

import "embed"

// FS is this directory.
//
//go:embed all:[0-9][0-9]-*
var FS embed.FS
