"""What a notebook shows of an error: a sentence, with the cell and the line, that says what to do."""

import pytest

from notebookkernel import Kernel

DECLARED = """func fifth(values []int) int {
	return values[5]
}"""


class Notebook:
    """Cells in a row, with their numbers."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel, self.number = kernel, 0

    def run(self, code: str) -> str:
        """Runs a cell that passes; what it wrote."""
        self.number += 1
        answer = self.kernel.run(code)
        assert (answer.status, answer.errors) == ("ok", []), answer
        return answer.stdout

    def fail(self, code: str) -> str:
        """Runs a cell that fails; its error, which is all that it shows, with N for the cell's number."""
        self.number += 1
        answer = self.kernel.run(code)
        assert answer.status == "error" and answer.stderr == "", answer
        assert len(answer.errors) == 1
        return answer.errors[0].replace(f"Cell[{self.number}]", "Cell[N]")


@pytest.fixture(scope="module")
def notebook(shared_kernel: Kernel) -> Notebook:
    return Notebook(shared_kernel)


def test_a_type_that_does_not_fit(notebook: Notebook) -> None:
    assert notebook.fail('%%\nif true {\n\tvar n int = "seven"\n\tfmt.Println(n)\n}') == (
        'Cell[N]: Line 3\n\tvar n int = "seven"\n\t            ^\n'
        'cannot use "seven" (untyped string constant) as int value in variable declaration'
    )


def test_two_errors_are_two_sentences(notebook: Notebook) -> None:
    error = notebook.fail('%%\nvar a int = "a"\nvar b int = "b"\nfmt.Println(a, b)')
    assert error.count("Cell[N]: Line ") == 2
    assert not any(word in error for word in ("# ", "gonb_", "exit status", "failed to run"))


def test_a_statement_without_its_line(notebook: Notebook) -> None:
    assert notebook.fail("x := 3\nfmt.Println(x)") == ("Cell[N]: Line 1\nx := 3\n^\nstatements go below a line %%: put %% above them")


def test_a_statement_above_its_line(notebook: Notebook) -> None:
    assert notebook.fail("fmt.Println(1)\n%%\nfmt.Println(2)").endswith("a statement stands above the line %%: move it below")


def test_a_value_of_another_cell(notebook: Notebook) -> None:
    notebook.run("%%\nvalue := 3\nfmt.Println(value)")
    made = notebook.number
    assert notebook.fail("%%\nfmt.Println(value + 1)") == (
        "Cell[N]: Line 2\nfmt.Println(value + 1)\n            ^\n"
        f"undefined: value: values do not stay between cells, and value was one in Cell[{made}]: make it in this cell, too"
    )


def test_a_name_that_nothing_has(notebook: Notebook) -> None:
    assert notebook.fail("%%\nfmt.Println(nothing)").endswith(
        "undefined: nothing: neither this cell nor one that has run declares it: run the cells above, or look at the spelling"
    )


def test_a_new_variable_without_a_colon(notebook: Notebook) -> None:
    assert "undefined: fresh: a new variable gets its value by :=, as in fresh := …" in notebook.fail("%%\nfresh = 3\nfmt.Println(fresh)")


def test_two_lines_that_begin_main(notebook: Notebook) -> None:
    assert notebook.fail("%%\nfmt.Println(1)\n%%\nfmt.Println(2)") == (
        "Cell[N]: Line 3\nthis is the cell's second line %%, and a cell has one: split the cell here"
    )
    assert notebook.run("%%\nfmt.Println(3)") == "3\n"


@pytest.mark.parametrize("reads", ["var name string\nfmt.Scanln(&name)\nfmt.Println(name)", "io.ReadAll(os.Stdin)"])
def test_standard_input(notebook: Notebook, reads: str) -> None:
    assert "reads standard input, and a cell has none: write the value into the cell" in notebook.fail("%%\n" + reads)


def test_a_shell_line_that_reads_standard_input_ends(notebook: Notebook) -> None:
    assert notebook.run("!cat; echo done") == "done\n"


def test_an_exit_status_is_said_once(notebook: Notebook) -> None:
    answer = notebook.kernel.run('%%\nfmt.Fprintln(os.Stderr, "the loss is not a number")\nos.Exit(3)')
    notebook.number += 1
    assert (answer.stderr, answer.errors) == ("the loss is not a number\n", ["exit status 3"])


def test_a_panic(notebook: Notebook) -> None:
    assert notebook.fail('%%\n\npanic("latent: Lerp: a has 2 numbers, b 3")') == (
        "Cell[N]: Line 3\npanic: latent: Lerp: a has 2 numbers, b 3"
    )


def test_a_panic_in_what_another_cell_declared(notebook: Notebook) -> None:
    notebook.run(DECLARED)
    declared = notebook.number
    assert notebook.fail("%%\nfmt.Println(fifth([]int{1, 2}))") == (
        f"Cell[{declared}]: Line 2, called from Cell[N]: Line 2\npanic: runtime error: index out of range [5] with length 2"
    )


def test_a_panic_in_a_package(notebook: Notebook) -> None:
    assert notebook.fail('%%\nfmt.Println(strings.Repeat("a", -1))') == ("Cell[N]: Line 2\npanic: strings: negative Repeat count")


STOP = 'lecture.Must(1, errors.New("digits: there are none: run scripts/setup.sh"))'


def test_an_error_that_stops_the_cell_says_where(notebook: Notebook) -> None:
    imports = 'import (\n\t"errors"\n\t"latentlab/pkg/lecture"\n)\n'
    assert notebook.fail(f"{imports}\n%%\nfmt.Println(1)\n{STOP}") == (
        "Cell[N]: Line 8\npanic: digits: there are none: run scripts/setup.sh"
    )


def test_an_error_in_what_cells_share_is_said_once(notebook: Notebook) -> None:
    imports = 'import (\n\t"errors"\n\t"latentlab/pkg/lecture"\n\t"sync"\n)\n'
    notebook.run(f"{imports}\nvar shared = sync.OnceValue(func() int {{\n\treturn {STOP}\n}})")
    declared = notebook.number
    assert notebook.fail("%%\nfmt.Println(shared())") == (
        f"Cell[{declared}]: Line 8, called from Cell[N]: Line 2\npanic: digits: there are none: run scripts/setup.sh"
    )


def test_a_pointer_to_nothing(notebook: Notebook) -> None:
    assert notebook.fail("%%\nvar p *int\nfmt.Println(*p)") == (
        "Cell[N]: Line 3\npanic: runtime error: invalid memory address or nil pointer dereference"
    )


def test_a_deadlock(notebook: Notebook) -> None:
    assert notebook.fail("%%\n<-make(chan int)") == "Cell[N]: Line 2\nfatal error: all goroutines are asleep - deadlock!"


def test_what_is_written_like_a_panic_is_shown(notebook: Notebook) -> None:
    answer = notebook.kernel.run('%%\nfmt.Fprint(os.Stderr, "pan")\nfmt.Fprint(os.Stderr, "ic: it was not\\nand")')
    notebook.number += 1
    assert (answer.status, answer.stderr) == ("ok", "panic: it was not\nand")
