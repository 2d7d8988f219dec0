using CoProd.Contracts.Exchange;
using CsCheck;

namespace CoProd.Resourcing.Tests.Import;

public sealed class SpreadsheetCellsTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("-5", "'-5")]
    [InlineData("+44 29 2000 0000", "'+44 29 2000 0000")]
    [InlineData("@here", "'@here")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData("'=1", "''=1")]
    [InlineData("'tis", "'tis")]
    [InlineData("", "")]
    [InlineData("5 - 3", "5 - 3")]
    public void Text_that_a_spreadsheet_would_run_is_written_with_an_apostrophe(string text, string cell)
    {
        Assert.Equal(cell, SpreadsheetCells.Guard(text));
        Assert.Equal(text, SpreadsheetCells.Unguard(cell));
    }

    [Fact]
    public void Whatever_is_guarded_is_read_back_as_it_was_and_never_begins_like_a_formula() =>
        Gen.OneOf(Gen.String, Gen.String["'=+-@\t\r\n5a"])
            .Sample(text =>
                SpreadsheetCells.Unguard(SpreadsheetCells.Guard(text)) == text
                && SpreadsheetCells.Guard(text).AsSpan().IndexOfAny("=+-@\t\r\n") != 0
            );
}
