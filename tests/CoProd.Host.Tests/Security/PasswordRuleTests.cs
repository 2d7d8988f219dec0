using CoProd.Host.Security;

namespace CoProd.Host.Tests.Security;

public sealed class PasswordRuleTests
{
    [Theory]
    [InlineData("password1234")]
    [InlineData("P@ssw0rd!!!!2026")]
    [InlineData("qwertyuiop[]")]
    [InlineData("passwordpassword")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("123456789012")]
    [InlineData("abcabcabcabc")]
    [InlineData("sunshinedragon99")]
    [InlineData("2026!Liverpool!2026")]
    public void What_a_guesser_tries_first_is_refused_with_or_without_signs_around_it(string password) =>
        Assert.StartsWith("That password is on the list", PasswordRules.Problem(password));

    [Fact]
    public void Every_password_of_the_list_that_is_long_enough_is_refused_and_so_are_the_others_with_digits_added()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        var listed = reader
            .ReadToEnd()
            .Split('\n')
            .Where(line => line.Length >= 4 && !line.StartsWith("# ", StringComparison.Ordinal))
            .ToList();
        // ASVS 5.0, 6.2.4: at least the 3,000 commonest that the rule on length lets pass.
        var tried = listed.Select(word => word.Length >= 12 ? word : word.PadRight(12, '1')).ToList();

        Assert.True(tried.Count > 40_000);
        var passed = tried.Where(password => PasswordRules.Problem(password) is null).ToList();
        TestContext.Current.SendDiagnosticMessage($"{tried.Count} tried, {passed.Count} let pass");
        // A word that ends in a digit, or has one within, is no longer found once more digits follow it.
        Assert.True(passed.Count < tried.Count / 20, $"{passed.Count} of {tried.Count}");
        Assert.DoesNotContain(listed, word => word.Length >= 12 && PasswordRules.Problem(word) is null);
    }

    [Theory]
    [InlineData("a few plain words")]
    [InlineData("tŷ coch wrth y môr")]
    [InlineData("correct horse battery staple")]
    [InlineData("xK9#mQ2$vL7p")]
    [InlineData("7#k9!2$5^8@1")]
    public void Words_that_do_not_belong_together_are_good_whatever_signs_they_have(string password) =>
        Assert.Null(PasswordRules.Problem(password));

    [Theory]
    [InlineData("PriyaNair2026")]
    [InlineData("wenmouth-1234")]
    [InlineData("CoProdCoProd1")]
    public void One_s_own_name_and_the_institution_s_are_no_password(string password) =>
        Assert.NotNull(PasswordRules.Problem(password, "priya", "Priya Nair", "Wenmouth Trust"));

    [Fact]
    public void Length_is_counted_and_nothing_is_cut_off()
    {
        Assert.StartsWith("Choose a password of at least 12", PasswordRules.Problem("kort maar ok"[..11]));
        Assert.Null(PasswordRules.Problem(string.Concat(Enumerable.Range(0, 50).Select(n => $"w{n} "))[..190]));
        Assert.StartsWith(
            "Choose a password of at most 200",
            PasswordRules.Problem(new string('x', 100) + new string('y', 101))
        );
    }
}
