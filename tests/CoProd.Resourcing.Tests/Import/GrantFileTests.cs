using System.IO.Compression;
using System.Text;
using CoProd.Contracts;
using CoProd.Resourcing.Import.ThreeSixtyGiving;
using MiniExcelLibs;

namespace CoProd.Resourcing.Tests.Import;

/// <summary>Small files of our own, with answers worked out by hand.</summary>
public sealed class GrantFileTests
{
    private const string Headings =
        "Identifier,Title,Currency,Amount Awarded,Award Date,Planned Dates:Start Date,Planned Dates:End Date,"
        + "Recipient Org:Identifier,Recipient Org:Name,Funding Org:Identifier,Funding Org:Name";

    private const string Good = "G-1,Tea,GBP,100.50,2025-01-31,2025-04-01,2026-03-31,GB-CHC-1,Café Cymru,GB-CHC-9,Fund";

    private const string GoodJson = """
        {"id":"G-1","title":"Tea","description":"Cups","currency":"GBP","amountAwarded":100.50,"awardDate":"2025-01-31",
         "plannedDates":[{"startDate":"2025-04-01","endDate":"2026-03-31","duration":12}],
         "recipientOrganization":[{"id":"GB-CHC-1","name":"Café Cymru"}],
         "fundingOrganization":[{"id":"GB-CHC-9","name":"Fund"}]}
        """;

    public static TheoryData<string, bool> Encodings =>
        new()
        {
            { "utf-8", true },
            { "utf-8", false },
            { "utf-16", true },
            { "utf-16BE", true },
            { "windows-1252", false },
        };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_csv_is_read_in_the_encodings_that_office_programs_write(string name, bool mark)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(Headings + "\r\n" + Good + "\r\n")];

        var row = Assert.Single(Grants(bytes).Rows);

        Assert.Equal("Café Cymru", row.RecipientName);
        Assert.Equal(new Money(10050, "GBP"), row.Amount);
        Assert.Equal(new DateOnly(2026, 3, 31), row.PlannedEnd);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_json_package_is_read_with_a_byte_order_mark(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes =
        [
            .. encoding.GetPreamble(),
            .. encoding.GetBytes($$""" {"version":"1.4","grants":[{{GoodJson}}]} """),
        ];

        var row = Assert.Single(Grants(bytes).Rows);

        Assert.Equal(("G-1", "Café Cymru", 12m), (row.Id, row.RecipientName, row.DurationMonths));
    }

    [Fact]
    public void A_line_is_counted_where_its_record_begins_even_after_quoted_line_breaks_and_empty_lines()
    {
        var second = Good.Replace("G-1,Tea", "G-2,\"Tea,\r\nand \"\"more\"\"\"", StringComparison.Ordinal);
        var third = Good.Replace("G-1,Tea", "G-3,Tea", StringComparison.Ordinal);

        var rows = Grants($"{Headings}\r\n{Good}\r\n\r\n{second}\r\n{third}").Rows;

        Assert.Equal([2, 4, 6], rows.Select(row => row.Line));
        Assert.Equal("Tea,\nand \"more\"", rows[1].Title);
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    public void Semicolons_and_tabs_part_cells_too(char delimiter) =>
        Assert.Single(Grants((Headings + "\n" + Good).Replace(',', delimiter)).Rows);

    [Theory]
    [InlineData("Recipient Org:Identifier", "Recipient Org:0:Identifier")]
    [InlineData("Recipient Org:Identifier", "recipientOrganization/0/id")]
    [InlineData("Planned Dates:Start Date", "plannedDates/0/startDate")]
    [InlineData("Amount Awarded", " amount awarded ")]
    public void Headings_are_understood_as_titles_or_paths_and_flattened_either_way(string title, string variant)
    {
        var row = Assert.Single(Grants(Headings.Replace(title, variant, StringComparison.Ordinal) + "\n" + Good).Rows);

        Assert.Equal(("GB-CHC-1", new DateOnly(2025, 4, 1)), (row.RecipientId, row.PlannedStart));
    }

    [Fact]
    public void A_second_recipients_column_does_not_stand_in_for_the_first()
    {
        var row = Assert.Single(Grants($"{Headings},Recipient Org:1:Identifier\n{Good},GB-CHC-2").Rows);

        Assert.Equal("GB-CHC-1", row.RecipientId);
    }

    [Theory]
    [InlineData("2025-01-31")]
    [InlineData("2025-01-31T00:00:00Z")]
    [InlineData("2025-01-31T23:30:00.000-05:00")]
    [InlineData("2025-01-31 00:00:00")]
    [InlineData("31/01/2025")]
    [InlineData("31/01/2025 00:00")]
    public void Dates_are_the_day_that_is_written(string text) =>
        Assert.Equal(new DateOnly(2025, 1, 31), Assert.Single(Grants(With(4, text)).Rows).AwardDate);

    [Theory]
    [InlineData("100", 10000)]
    [InlineData("\"1,250.50\"", 125050)]
    [InlineData("0", 0)]
    [InlineData("100.500", 10050)]
    [InlineData("1.5E3", 150000)]
    public void Amounts_are_read_to_the_penny(string text, long minor) =>
        Assert.Equal(minor, Assert.Single(Grants(With(3, text)).Rows).AmountMinor);

    [Theory]
    [InlineData(0, "", "id", "is missing")]
    [InlineData(2, "", "currency", "is missing")]
    [InlineData(2, "pounds", "currency", "three letters")]
    [InlineData(3, "", "amountAwarded", "is missing")]
    [InlineData(3, "abc", "amountAwarded", "is not a number")]
    [InlineData(3, "-5", "amountAwarded", "is below zero")]
    [InlineData(3, "1.005", "amountAwarded", "more decimals than GBP")]
    [InlineData(3, "\"12,50\"", "amountAwarded", "is not a number")]
    [InlineData(3, "99999999999999999999", "amountAwarded", "too large")]
    [InlineData(3, "1e300", "amountAwarded", "too large")]
    [InlineData(3, "NaN", "amountAwarded", "is not a number")]
    [InlineData(4, "", "awardDate", "is missing")]
    [InlineData(4, "2025", "awardDate", "gives no day")]
    [InlineData(4, "2025-01", "awardDate", "gives no day")]
    [InlineData(4, "2025-02-30", "awardDate", "is not a day in the calendar")]
    [InlineData(4, "01/31/2025", "awardDate", "is not a day in the calendar")]
    [InlineData(4, "soon", "awardDate", "is not a date")]
    [InlineData(5, "2027-01-01", "plannedDates", "end before they start")]
    [InlineData(5, "later", "plannedDates/startDate", "is not a date")]
    [InlineData(7, "", "recipientOrganization/id", "is missing")]
    [InlineData(8, "", "recipientOrganization/name", "is missing")]
    public void A_bad_row_is_rejected_by_line_field_and_reason_and_stops_nothing_else(
        int column,
        string cell,
        string field,
        string reason
    )
    {
        var good = Good.Replace("G-1", "G-2", StringComparison.Ordinal);

        var result = Grants(With(column, cell) + "\n" + good);

        var rejected = Assert.Single(result.Rejected);
        Assert.Equal((2, field), (rejected.Line, rejected.Field));
        Assert.Contains(reason, rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(("G-2", 2), (Assert.Single(result.Rows).Id, result.Read));
    }

    [Fact]
    public void Each_bad_field_of_a_row_is_named()
    {
        var rejected = Grants(Headings + "\nG-1,Tea,£,lots,never,,,,,,").Rejected;

        Assert.Equal(
            [
                "currency",
                "amountAwarded",
                "awardDate",
                "recipientOrganization/id",
                "recipientOrganization/name",
                "fundingOrganization",
            ],
            rejected.Select(row => row.Field)
        );
        Assert.All(rejected, row => Assert.Equal(2, row.Line));
    }

    [Fact]
    public void A_repeated_grant_is_rejected_with_the_line_of_the_first()
    {
        var result = Grants($"{Headings}\n{Good}\n{Good}");

        var rejected = Assert.Single(result.Rejected);
        Assert.Equal((3, "id", "repeats the grant on line 2"), (rejected.Line, rejected.Field, rejected.Reason));
        Assert.Equal((2, 1), (result.Read, result.Rows.Count));
    }

    [Fact]
    public void A_row_that_slipped_under_the_wrong_headings_is_rejected()
    {
        var rejected = Assert.Single(Grants($"{Headings}\n{Good},surplus").Rejected);

        Assert.Contains("12 cells under 11 headings", rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quotation_mark_never_closed_is_said_to_have_hidden_the_rest()
    {
        var result = Grants($"{Headings}\n{Good}\nG-2,\"Tea\nG-3,x\n");

        Assert.Equal(3, Assert.Single(result.Rejected).Line);
        Assert.Single(result.Rows);
    }

    [Fact]
    public void A_funder_without_a_name_is_called_by_its_id_and_one_without_an_id_by_its_name()
    {
        Assert.Equal("GB-CHC-9", Assert.Single(Grants(With(10, "")).Rows).FunderName);
        Assert.Null(Assert.Single(Grants(With(9, "")).Rows).FunderId);
    }

    [Fact]
    public void Cells_guarded_against_spreadsheets_come_back_as_they_were() =>
        Assert.Equal("=SUM(A1)", Assert.Single(Grants(With(1, "'=SUM(A1)")).Rows).Title);

    [Theory]
    [InlineData("\"amountAwarded\":100.50", "\"amountAwarded\":\"20800\"", null, null)]
    [InlineData("\"amountAwarded\":100.50", "\"amountAwarded\":{}", "amountAwarded", "an object")]
    [InlineData("\"title\":\"Tea\"", "\"title\":{\"en\":\"Tea\"}", "title", "an object")]
    [InlineData("\"title\":\"Tea\"", "\"title\":\"\\ud800\"", "title", "cannot be read")]
    [InlineData("\"title\":\"Tea\"", "\"title\":\"a\\u0000b\"", "title", "cannot be read")]
    [InlineData("\"title\":\"Tea\"", "\"title\":null", null, null)]
    [InlineData("\"title\":\"Tea\"", "\"\\ud800itle\":\"Tea\"", "", "whose name")]
    [InlineData("\"title\":\"Tea\"", "\"url\":\"javascript:alert(1)\"", "url", "web address")]
    [InlineData("\"id\":\"GB-CHC-1\"", "\"id\":[1]", "recipientOrganization/id", "a list")]
    [InlineData("[{\"startDate\"", "[7,{\"startDate\"", "plannedDates", "a number")]
    [InlineData("\"GBP\"", "true", "currency", "true or false")]
    public void A_field_of_the_wrong_type_is_rejected_and_a_number_in_quotation_marks_is_not(
        string from,
        string to,
        string? field,
        string? reason
    )
    {
        var result = Grants($$"""{"grants":[{{GoodJson.Replace(from, to, StringComparison.Ordinal)}}]}""");

        if (field is null)
        {
            Assert.Empty(result.Rejected);
            return;
        }
        var rejected = Assert.Single(result.Rejected);
        Assert.Equal((1, field), (rejected.Line, rejected.Field));
        Assert.Contains(reason!, rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_that_are_no_grants_are_rejected_by_their_number()
    {
        var result = Grants($$"""{"grants":[null,7,{{GoodJson}},{{GoodJson}}]}""");

        Assert.Equal([1, 2, 4], result.Rejected.Select(row => row.Line));
        Assert.Equal("repeats the grant number 3 in the list", result.Rejected[^1].Reason);
        Assert.Equal((4, 1), (result.Read, result.Rows.Count));
    }

    [Fact]
    public void A_grant_to_a_person_is_rejected_and_says_so()
    {
        var grant = GoodJson.Replace(
            "\"recipientOrganization\":[{\"id\":\"GB-CHC-1\",\"name\":\"Café Cymru\"}]",
            "\"recipientIndividual\":{\"id\":\"P\",\"name\":\"Recipient\"}",
            StringComparison.Ordinal
        );

        Assert.Contains(
            "to a person",
            Assert.Single(Grants($$"""{"grants":[{{grant}}]}""").Rejected).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_list_far_longer_than_the_buffer_is_read_whole()
    {
        var many = Enumerable
            .Range(1, 5000)
            .Select(n => GoodJson.Replace("\"G-1\"", $"\"G-{n}\"", StringComparison.Ordinal));

        var result = Grants($$"""{"notes":{"deep":[1,2,[3]]},"grants":[{{string.Join(',', many)}}],"after":"x"}""");

        Assert.Equal((5000, 5000), (result.Read, result.Rows.Count));
        Assert.Empty(result.Rejected);
    }

    public static TheoryData<string, string> Others =>
        new()
        {
            { "", "is empty" },
            { "  \n ", "is empty" },
            { "%PDF-1.7 …", "is a PDF" },
            { "[]", "not a 360Giving package" },
            { "{}", "not a 360Giving package" },
            { """{"grants":{}}""", "not a 360Giving package" },
            { """{"\ud800rant":1}""", "not a 360Giving package" },
            { """{"grants":[{"id":"G-1"}""", "breaks off" },
            { """{"grants":[]""", "breaks off" },
            { """{"grants":[]} trailing""", "breaks off" },
            { """{"grants":[""" + new string('[', 200_000), "breaks off" },
            { "hello", "no column headings" },
            { "a,b,c\n1,2,3", "no column headings" },
            { "Identifier,Amount Awarded\n1,2", "“Currency”" },
            { "<html><body>Not found</body></html>", "no column headings" },
            { "PK\u0003\u0004 not really", "cannot be opened" },
            { "\u0089PNG\r\n\u001a\n\0\0\0", "not a text file" },
        };

    [Theory]
    [MemberData(nameof(Others))]
    public void A_file_that_is_no_list_of_grants_is_refused_in_a_sentence(string content, string says)
    {
        var refused = Assert.IsType<GrantFileResult.Refused>(Read(Encoding.UTF8.GetBytes(content)));

        Assert.StartsWith("“grants.dat” ", refused.Sentence, StringComparison.Ordinal);
        Assert.Contains(says, refused.Sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", refused.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_is_read_from_the_first_sheet_that_holds_grants_with_dates_and_serials()
    {
        var sheets = new Dictionary<string, object>
        {
            ["About"] = new[]
            {
                new Dictionary<string, object> { ["Identifier"] = "GB-CHC-9", ["Title"] = "A publisher" },
            },
            ["grants"] = new[]
            {
                Row("G-1", new DateTime(2025, 1, 31), 100.5),
                Row("G-2", 45688, 0.1 + 0.2), // 45688 is 31 January 2025: Excel counts days from 30 December 1899
                Row("G-3", 2025, 1),
                Row("G-1", "31/01/2025", "1,250.50"),
            },
        };
        using var file = new MemoryStream();
        file.SaveAs(sheets);

        var result = Grants(file.ToArray());

        Assert.Equal([2, 3], result.Rows.Select(row => row.Line));
        Assert.All(result.Rows, row => Assert.Equal(new DateOnly(2025, 1, 31), row.AwardDate));
        Assert.Equal([10050, 30], result.Rows.Select(row => row.AmountMinor));
        Assert.Equal(
            ["gives no day: “2025”. Write the whole date as 2025-03-31", "repeats the grant on row 2"],
            result.Rejected.Select(row => row.Reason)
        );
        Assert.Equal([4, 5], result.Rejected.Select(row => row.Line));
    }

    [Fact]
    public void Rows_that_a_workbook_leaves_out_are_counted_and_days_from_1904_are_understood()
    {
        var file = RawWorkbook("A1", "A5");

        var row = Assert.Single(Grants(file).Rows);

        // 44226 days after 1 January 1904 is 31 January 2025, as 45688 days after 30 December 1899 is.
        Assert.Equal((5, new DateOnly(2025, 1, 31)), (row.Line, row.AwardDate));
    }

    [Theory]
    [InlineData("XFD1048576")]
    [InlineData("A2000000000")]
    [InlineData("A99999999999999")]
    public void A_cell_that_claims_to_stand_far_out_is_refused_at_once(string place)
    {
        var refused = Assert.IsType<GrantFileResult.Refused>(Read(RawWorkbook("A1", place)));

        Assert.Contains("columns", refused.Sentence, StringComparison.Ordinal);
    }

    private static byte[] RawWorkbook(string headings, string grant)
    {
        static string Cells(string first, params string[] values)
        {
            var row = first.TrimStart([.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]);
            var at = 0;
            var cells = values.Select(value =>
            {
                var place = at++ == 0 ? first : (char)('A' + at - 1) + row;
                return double.TryParse(value, out _)
                    ? $"<c r=\"{place}\"><v>{value}</v></c>"
                    : $"<c r=\"{place}\" t=\"inlineStr\"><is><t>{value}</t></is></c>";
            });
            return $"<row r=\"{row}\">{string.Concat(cells)}</row>";
        }
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Part(string name, string xml)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(xml));
            }
            Part(
                "xl/workbook.xml",
                $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><workbookPr date1904=\"true\"/>"
                    + "<sheets><sheet name=\"grants\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            );
            Part(
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                    + $"<Relationship Id=\"rId1\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            );
            string[] titles =
            [
                .. Row("", "", "").Keys, // in the order of the values below
            ];
            Part(
                "xl/worksheets/sheet1.xml",
                $"<worksheet xmlns=\"{Main}\"><sheetData>{Cells(headings, titles)}"
                    + $"{Cells(grant, "G-1", "GBP", "100", "44226", "R", "Recipient", "Fund")}</sheetData></worksheet>"
            );
        }
        return file.ToArray();
    }

    [Fact]
    public void A_workbook_without_the_columns_is_refused()
    {
        using var file = new MemoryStream();
        file.SaveAs(new[] { new Dictionary<string, object> { ["Name"] = "Tea" } });

        var refused = Assert.IsType<GrantFileResult.Refused>(Read(file.ToArray()));

        Assert.Contains("has no sheet with column headings", refused.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_unpacked()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var book = zip.CreateEntry("xl/workbook.xml").Open())
                book.Write("<workbook/>"u8);
            using var bomb = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
            var zeros = new byte[1024 * 1024];
            for (var megabyte = 0; megabyte < 520; megabyte++)
                bomb.Write(zeros);
        }

        var refused = Assert.IsType<GrantFileResult.Refused>(Read(file.ToArray()));

        Assert.Contains("far larger unpacked", refused.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_import_stops()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(Headings + "\n" + Good));

        Assert.Throws<OperationCanceledException>(() => GrantFile.Read(file, "x.csv", stopped.Token));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("xlsx")]
    public void No_damage_to_a_good_file_makes_reading_throw(string kind)
    {
        var good = kind switch
        {
            "csv" => Encoding.UTF8.GetBytes($"{Headings}\n{Good}\nG-2,\"Te\"\"a\n\",GBP,1,01/02/2025,,,R,N,F,\n"),
            "json" => Encoding.UTF8.GetBytes($$"""{"grants":[{{GoodJson}},{{GoodJson}}],"x":1}"""),
            _ => Workbook(),
        };
        var random = new Random(360);
        for (var round = 0; round < (kind == "xlsx" ? 300 : 3000); round++)
        {
            var result = Read(Damaged(good, random));
            if (result is GrantFileResult.Grants grants)
                Assert.Equal(
                    grants.Read,
                    grants.Rows.Count + grants.Rejected.Select(row => row.Line).Distinct().Count()
                );
        }
    }

    private static byte[] Damaged(byte[] good, Random random)
    {
        var bytes = good.ToList();
        for (var times = random.Next(1, 6); times > 0 && bytes.Count > 1; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                default:
                    bytes[at] = (byte)"\",;:{}[]\n\0-0e"[random.Next(13)];
                    break;
            }
        }
        return [.. bytes];
    }

    private static byte[] Workbook()
    {
        using var file = new MemoryStream();
        file.SaveAs(new[] { Row("G-1", new DateTime(2025, 1, 31), 1), Row("G-2", 45688, 2) });
        return file.ToArray();
    }

    private static Dictionary<string, object> Row(string id, object awardDate, object amount) =>
        new()
        {
            ["Identifier"] = id,
            ["Currency"] = "GBP",
            ["Amount Awarded"] = amount,
            ["Award Date"] = awardDate,
            ["Recipient Org:Identifier"] = "GB-CHC-1",
            ["Recipient Org:Name"] = "Café Cymru",
            ["Funding Org:Name"] = "Fund",
        };

    private static string With(int column, string cell)
    {
        var cells = Good.Split(',');
        cells[column] = cell;
        return Headings + "\n" + string.Join(',', cells);
    }

    private static GrantFileResult.Grants Grants(string text) => Grants(Encoding.UTF8.GetBytes(text));

    private static GrantFileResult.Grants Grants(byte[] bytes) => Assert.IsType<GrantFileResult.Grants>(Read(bytes));

    private static GrantFileResult Read(byte[] bytes)
    {
        using var file = new MemoryStream(bytes);
        return GrantFile.Read(file, "C/grants.dat", CancellationToken.None);
    }
}
