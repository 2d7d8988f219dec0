using CoProd.Contracts.Forms;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.Host.Texts;

namespace CoProd.Host.Security;

/// <summary>Makes an account; from a page or from the console, the same rules hold.</summary>
internal static class AccountMaking
{
    /// <summary>Null when it was made, else what is wrong.</summary>
    public static async Task<FieldError?> Make(IServiceProvider services, Account account, string password)
    {
        if (password.Length < 12)
            return new FieldError(
                "password",
                T["Choose a password of at least 12 characters. A few words are easy to remember."]
            );
        if (password.Length > 200)
            return new FieldError("password", T["Choose a password of at most 200 characters."]);
        var users = services.GetRequiredService<UserManager<Account>>();
        if (await users.FindByNameAsync(account.UserName) is not null)
            return new FieldError("name", T["There is an account of that name already. Choose another."]);
        var made = await users.CreateAsync(account, password);
        if (made.Succeeded)
            return null;
        return made.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.DuplicateUserName))
            ? new FieldError("name", T["There is an account of that name already. Choose another."])
            : new FieldError("name", string.Join(' ', made.Errors.Select(error => error.Description)));
    }
}
