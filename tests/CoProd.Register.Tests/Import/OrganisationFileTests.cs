using System.IO.Compression;
using System.Text;
using CoProd.Register.Import.OpenReferral;
using CoProd.Tests;

namespace CoProd.Register.Tests.Import;

public sealed class OrganisationFileTests
{
    // The fictional organisation that all example files of HSDS 3.0 and Open Referral UK 3.0 speak of.
    private const string ExampleId = "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610";

    private const string Tea = """
        {"id":"o1","name":"Tea Club","description":"Tea","website":"www.tea.example","year_incorporated":2011,
         "organization_identifiers":[{"identifier_scheme":"GB-CHC","identifier":"1234567"}],
         "services":[{"id":"s1","name":"Tea","attributes":[{"taxonomy_term":{"name":"Befriending"}}],
           "service_at_locations":[{"location":{"addresses":[{"city":"Bangor","postal_code":"LL57 1AA"}]}}]}]}
        """;

    [Theory]
    [InlineData("oruk3_organization.json", true, true)]
    [InlineData("oruk3_service_full.json", true, true)]
    [InlineData("oruk3_service_list.json", false, true)]
    [InlineData("hsds3_organization_full.json", true, true)]
    [InlineData("hsds3_organization_list.json", false, false)]
    [InlineData("hsds3_service_full.json", true, true)]
    [InlineData("hsds3_service_list.json", false, true)]
    public void The_example_files_of_the_standards_tell_of_one_organisation(string file, bool identified, bool serving)
    {
        using var stream = SharedData.Open("hsds/" + file);

        var result = Assert.IsType<OrganisationFileResult.Organisations>(
            OrganisationFile.Read(stream, file, CancellationToken.None)
        );

        Assert.Empty(result.Rejected);
        var row = Assert.Single(result.Rows);
        Assert.Equal((ExampleId, "Example Organization Inc."), (row.SourceId, row.Name));
        Assert.Equal("http://example.com", row.Website);
        OrganisationIdentifier[] identifiers = identified ? [new() { Scheme = "GB-COH", Id = "1234567" }] : [];
        Assert.Equal(identifiers, row.Identifiers);
        string[] services = serving ? ["Community Counselling"] : [];
        Assert.Equal(services, row.Services);
    }

    [Theory]
    [InlineData("oruk3_service_full.json", "ABC 1234", "MyCity", null)]
    [InlineData("hsds3_organization_full.json", "ABC 1234", "MyCity", 2011)]
    public void The_full_examples_give_place_tags_and_year(string file, string postcode, string town, int? year)
    {
        using var stream = SharedData.Open("hsds/" + file);

        var row = Assert.Single(
            Assert
                .IsType<OrganisationFileResult.Organisations>(
                    OrganisationFile.Read(stream, file, CancellationToken.None)
                )
                .Rows
        );

        Assert.Equal((postcode, town, year), (row.Postcode, row.Locality, row.FoundedYear));
        Assert.Equal(["name"], row.ActivityTags);
    }

    [Fact]
    public void The_example_csv_folder_is_read_as_one_file_or_as_a_zip()
    {
        var folder = SharedData.FolderOf("hsds/hsds3_csv");
        using var zip = new MemoryStream();
        ZipFile.CreateFromDirectory(folder, zip, CompressionLevel.Fastest, includeBaseDirectory: true);

        var alone = Assert.Single(Organisations(File.ReadAllBytes(Path.Combine(folder, "organizations.csv"))).Rows);
        var whole = Assert.Single(Organisations(zip.ToArray()).Rows);

        Assert.Equal(
            (2, ExampleId, 2011, "Limited Company"),
            (alone.Line, alone.SourceId, alone.FoundedYear, alone.LegalStatus)
        );
        Assert.Empty(alone.Services);
        Assert.Equal(["Community Counselling"], whole.Services);
        Assert.Equal(
            new OrganisationIdentifier { Scheme = "GB-COH", Id = "1234567" },
            Assert.Single(whole.Identifiers)
        );
        // The example puts its town into "region" and its village into "city".
        Assert.Equal(("ABC 1234", "MyCity"), (whole.Postcode, whole.Locality));
    }

    [Fact]
    public void An_organisation_met_in_several_services_and_pages_is_one_and_keeps_what_each_tells()
    {
        var result = Organisations(
            $$"""
            [{"contents":[{{Tea}}]},
             {"contents":[
               {"id":"s2","name":"Cake","organization":{"id":"o1","name":"Tea Club Ltd","email":"a@tea.example"} },
               {"id":"s1","name":"Tea","organization":{"id":"o1","name":"Tea Club"} },
               {"id":"s9","name":"Bread","organization":{"id":"o2","name":"Bakers"} }]}]
            """
        );

        Assert.Empty(result.Rejected);
        Assert.Equal(4, result.Read);
        Assert.Equal(
            [("o1", "Tea Club", 1), ("o2", "Bakers", 4)],
            result.Rows.Select(row => (row.SourceId, row.Name, row.Line))
        );
        var tea = result.Rows[0];
        Assert.Equal(["Tea", "Cake"], tea.Services);
        Assert.Equal(["Befriending"], tea.ActivityTags);
        Assert.Equal(
            ("a@tea.example", "LL57 1AA", "Bangor", 2011),
            (tea.Email, tea.Postcode, tea.Locality, tea.FoundedYear)
        );
    }

    [Theory]
    [InlineData("\"id\":\"o1\",", "", "id", "is missing")]
    [InlineData("\"name\":\"Tea Club\"", "\"name\":\" \"", "name", "is missing")]
    [InlineData("\"name\":\"Tea Club\"", "\"name\":{}", "name", "something other than text")]
    [InlineData("\"name\":\"Tea Club\"", "\"name\":\"\\udc00\"", "name", "cannot be read")]
    [InlineData("\"www.tea.example\"", "\"javascript:alert(1)\"", "website", "is not a web address")]
    [InlineData("\"description\":\"Tea\"", "\"\\ud800escription\":1", "", "whose name")]
    [InlineData("\"city\"", "\"\\ud800ity\"", "", "whose name")]
    [InlineData("2011", "\"long ago\"", "year_incorporated", "is not a year")]
    [InlineData("\"description\":\"Tea\"", "\"description\":\"a\\u0000\"", "description", "cannot be read")]
    public void A_bad_organisation_is_rejected_by_number_field_and_reason_and_stops_nothing_else(
        string from,
        string to,
        string field,
        string reason
    )
    {
        var bad = Tea.Replace(from, to, StringComparison.Ordinal);

        var result = Organisations($$"""{"contents":[{"id":"o0","name":"First"},{{bad}},{"id":"o3","name":"Last"}]}""");

        var rejected = Assert.Single(result.Rejected);
        Assert.Equal((2, field), (rejected.Line, rejected.Field));
        Assert.Contains(reason, rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(["o0", "o3"], result.Rows.Select(row => row.SourceId));
    }

    [Fact]
    public void A_service_that_does_not_hold_its_organisation_is_rejected_and_so_is_an_entry_that_is_neither()
    {
        var result = Organisations("""{"contents":[{"id":"s1","name":"Tea","status":"active"},7]}""");

        Assert.Equal([(1, "organization"), (2, "")], result.Rejected.Select(row => (row.Line, row.Field)));
    }

    [Fact]
    public void A_page_with_a_name_that_cannot_be_read_is_rejected_and_not_thrown() =>
        Assert.Single(Organisations("""{"\ud800ontents":[],"id":"x"}""").Rejected);

    [Fact]
    public void A_csv_row_is_rejected_by_the_line_on_which_it_begins()
    {
        var result = Organisations(
            "id,name,description\no1,Tea,\"two\nlines\"\n,Nameless,\no3,Bread,Good,surplus\no4,Cake,\n"
        );

        Assert.Equal([(4, "id"), (5, "")], result.Rejected.Select(row => (row.Line, row.Field)));
        Assert.Equal([2, 6], result.Rows.Select(row => row.Line));
        Assert.Equal("two\nlines", result.Rows[0].Description);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Marked_encodings_are_read_in_both_formats(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        foreach (var text in new[] { "id,name\no1,Tŷ Tê\n", """{"id":"o1","name":"Tŷ Tê"}""" })
            Assert.Equal(
                "Tŷ Tê",
                Assert.Single(Organisations([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]).Rows).Name
            );
    }

    public static TheoryData<string, string> Others =>
        new()
        {
            { "", "is empty" },
            { "%PDF-1.7", "is a PDF" },
            { "a,b\n1,2", "no columns" },
            { "id,name,organization_id\n1,2,3", "Bring organizations.csv" },
            { """{"grants":[]}""", "is JSON, but" },
            { """{"id":"o1","name":"Te""", "breaks off" },
            { new string('[', 100_000), "breaks off" },
            { "PK\u0003\u0004 not really", "cannot be opened" },
            { "\u0089PNG\r\n\0\0", "not a text file" },
        };

    [Theory]
    [MemberData(nameof(Others))]
    public void A_file_that_is_no_list_of_organisations_is_refused_in_a_sentence(string content, string says)
    {
        var refused = Assert.IsType<OrganisationFileResult.Refused>(Read(Encoding.UTF8.GetBytes(content)));

        Assert.StartsWith("“list.dat” ", refused.Sentence, StringComparison.Ordinal);
        Assert.Contains(says, refused.Sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", refused.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_without_the_organisations_is_refused()
    {
        var refused = Assert.IsType<OrganisationFileResult.Refused>(Read(Zip(("services.csv", "id,name\n1,2"))));

        Assert.Contains("without the file organizations.csv", refused.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("csv")]
    [InlineData("zip")]
    public void No_damage_to_a_good_file_makes_reading_throw(string kind)
    {
        const string Csv =
            "id,name,description,website,year_incorporated\no1,\"Tea \"\"Club\"\"\",\"a\nb\",http://x.example,2011\no2,B,,,\n";
        var good = kind switch
        {
            "json" => Encoding.UTF8.GetBytes(
                $$"""{"contents":[{{Tea}},{"id":"s","name":"\ud83d\ude00","organization":{{Tea}} }]}"""
            ),
            "csv" => Encoding.UTF8.GetBytes(Csv),
            _ => Zip(("x/organizations.csv", Csv), ("x/services.csv", "id,organization_id,name\ns1,o1,Tea\n")),
        };
        var random = new Random(30);
        for (var round = 0; round < 3000; round++)
        {
            var bytes = good.ToArray();
            for (var times = random.Next(1, 6); times > 0; times--)
                bytes[random.Next(bytes.Length)] =
                    random.Next(2) == 0 ? (byte)random.Next(256) : (byte)"\",:{}[]\n\\0"[random.Next(10)];
            Read(bytes[..random.Next(bytes.Length / 2, bytes.Length + 1)]);
        }
    }

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return file.ToArray();
    }

    private static OrganisationFileResult.Organisations Organisations(string text) =>
        Organisations(Encoding.UTF8.GetBytes(text));

    private static OrganisationFileResult.Organisations Organisations(byte[] bytes) =>
        Assert.IsType<OrganisationFileResult.Organisations>(Read(bytes));

    private static OrganisationFileResult Read(byte[] bytes)
    {
        using var file = new MemoryStream(bytes);
        return OrganisationFile.Read(file, "C/list.dat", CancellationToken.None);
    }
}
