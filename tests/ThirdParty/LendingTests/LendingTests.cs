using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace Wenmouth.LendingTests;

/// <summary>The module's own tests, as its author writes them: a whole CoProd with this module, and nothing of CoProd's repository.</summary>
public sealed class LendingTests
{
    [Fact]
    public Task What_is_lent_stands_on_the_list() =>
        TestSite.OnEachEngine(async site =>
        {
            var sam = await site.As(Role.Coordinator);
            var made = await sam.Send("/innovations/new", ("name", "Steady Together"));
            var innovation = made.Path.Split('?')[0];

            var list = await sam.Send(innovation + "/lending/new", ("thing", "Walking frame"), ("borrower", "Joy"));

            Assert.Contains("Walking frame, with Joy", list.Text);
            var installed = await site.Run("module", "list");
            Assert.Equal(
                ["CoProd.Register", "Wenmouth.Lending"],
                installed.Output.Trim().Split('\n').Select(line => line.Split('\t')[0]).Order()
            );
        });
}
