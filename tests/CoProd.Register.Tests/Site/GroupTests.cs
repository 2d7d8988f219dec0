using System.Net;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Register.Tests.Site;

/// <summary>Groups: told apart by their organisation ids, joined when they were recorded twice.</summary>
public sealed class GroupTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_group_is_recorded_found_and_corrected(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);

        var page = await coordinator.Send(
            "/groups/new",
            ("name", "Merched Llanwen"),
            ("kind", "CommunityGroup"),
            ("locality", "Llanwen"),
            ("website", "merched.example"),
            ("identifiers", "gb-chc-1164883\nGB-COH-09668396")
        );
        var edited = await coordinator.Send(page.Path + "/edit", ("languages", "Welsh"));

        Assert.Contains("GB-CHC-1164883, GB-COH-09668396", page.Text);
        Assert.Equal(
            "https://merched.example/",
            page.Document.QuerySelector("main a[rel~=noopener]")!.GetAttribute("href")
        );
        Assert.Contains("Welsh", edited.Text);
        Assert.Contains("GB-COH-09668396", edited.Text);
        Assert.Contains("Merched Llanwen", (await coordinator.Open("/groups?filter=merched")).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_organisation_id_that_cannot_be_is_refused_and_one_that_is_taken_says_by_whom(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        await coordinator.Make("/api/groups", new { name = "The first", identifiers = "GB-SC-SC005336" });

        var wrong = await coordinator.Send(
            "/groups/new",
            ("name", "Wrong"),
            ("identifiers", "GB-CHC-12"),
            ("website", "javascript:alert(1)")
        );
        var misshapen = await coordinator.Send("/groups/new", ("name", "Wrong"), ("identifiers", "GB-CHC-12"));
        var taken = await coordinator.Send("/groups/new", ("name", "The second"), ("identifiers", "GB-SC-SC005336"));

        Assert.Contains("web address", wrong.ErrorOf("website"));
        Assert.Contains("GB-CHC-1164883", misshapen.ErrorOf("identifiers"));
        Assert.Contains("“The first”", taken.ErrorOf("identifiers"));
        Assert.Equal("The second", taken.ValueOf("name"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_place_typed_in_two_ways_is_one_place(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        await coordinator.Make("/api/groups", new { name = "Bowls", locality = "Lower Vale" });

        var second = await coordinator.Make("/api/groups", new { name = "Carers", locality = " lower  VALE" });

        Assert.Contains("Lower Vale", (await coordinator.Open($"/groups/{second}")).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_member_joins_and_leaves_and_only_coordinators_see_who(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var person = await coordinator.Person("Joining Joy");
        var (group, other) = (await coordinator.Group("Copper Lane Tenants"), await coordinator.Group("Another"));
        var member = await coordinator.Make($"/api/groups/{group}/members", new { personId = person, role = "chair" });

        Assert.Contains("Joining Joy chair", (await coordinator.Open($"/groups/{group}")).Text);
        Assert.DoesNotContain("Joining Joy", (await (await site.As(Role.Viewer)).Open($"/groups/{group}")).Text);
        var (elsewhere, _) = await coordinator.PostJson(
            $"/api/groups/{other}/members/{member}/end",
            new { sure = true }
        );
        Assert.Equal(HttpStatusCode.NotFound, elsewhere);
        var left = await coordinator.Send($"/groups/{group}/members/{member}/end", ("sure", "yes"));
        Assert.DoesNotContain("Joining Joy", left.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Two_groups_become_one_with_all_that_both_had(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Shared");
        var twice = await coordinator.Make("/api/groups", new { name = "Deaf Club", identifiers = "GB-NIC-100012" });
        var kept = await coordinator.Group("Deaf Club of the Vale");
        await coordinator.Make(
            $"/api/innovations/{innovation}/groups",
            new { groupId = twice, role = "lends its hall" }
        );

        var page = await coordinator.Send($"/groups/{twice}/merge", ("into", kept.ToString()));

        Assert.Equal($"/groups/{kept}", page.Path);
        Assert.Contains("GB-NIC-100012", page.Text);
        Assert.Contains("Shared lends its hall", page.Text);
        Assert.Equal(HttpStatusCode.NotFound, (await coordinator.Open($"/groups/{twice}")).Status);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_thousand_groups_of_a_file_are_registered_once_each_with_its_innovation(TestEngine engine)
    {
        var site = await sites.On(engine);
        var groups = Enumerable
            .Range(0, 1_200)
            .Select(n => new GroupToRegister
            {
                OrganisationId = $"GB-CHC-{2_000_000 + n}",
                Name = $"Group {n}",
                Locality = $"Town {n % 7}",
            })
            .ToList();

        var looked = await Register(site, groups, apply: false);
        var first = await Register(site, groups, apply: true);
        var second = await Register(site, [.. groups, groups[0]], apply: true);

        Assert.Empty(looked);
        Assert.Equal(1_200, first.Values.Select(group => group.InnovationId).Distinct().Count());
        Assert.All(first.Values, group => Assert.True(group.Created));
        Assert.All(second.Values, group => Assert.False(group.Created));
        Assert.Equal(first["GB-CHC-2000007"].InnovationId, second["GB-CHC-2000007"].InnovationId);
    }

    private static Task<IReadOnlyDictionary<string, RegisteredGroup>> Register(
        TestSite site,
        IReadOnlyCollection<GroupToRegister> groups,
        bool apply
    ) =>
        site.Ask<IRegistrar, IReadOnlyDictionary<string, RegisteredGroup>>(registrar =>
            registrar.Register(groups, apply, CancellationToken.None)
        );
}
