using CoProd.Contracts.Forms;
using CoProd.Host.Modules;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.Host.Texts;

namespace CoProd.Host.Security;

/// <summary>Makes an account or gives it another password; from a page or from the console, the same rules hold.</summary>
internal static class AccountMaking
{
    /// <summary>Null when it was made, else what is wrong.</summary>
    public static async Task<FieldError?> Make(IServiceProvider services, Account account, string password)
    {
        if (Problem(services, account, password) is { } problem)
            return problem;
        var users = services.GetRequiredService<UserManager<Account>>();
        if (await users.FindByNameAsync(account.UserName) is not null)
            return new FieldError("name", T["There is an account of that name already. Choose another."]);
        if (await Hash(services, account, password) is { } busy)
            return busy;
        var made = await users.CreateAsync(account);
        if (made.Succeeded)
            return null;
        return made.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.DuplicateUserName))
            ? new FieldError("name", T["There is an account of that name already. Choose another."])
            : new FieldError("name", string.Join(' ', made.Errors.Select(error => error.Description)));
    }

    /// <summary>Makes an account that opens in no way yet: its owner is invited to choose a password.</summary>
    public static async Task<FieldError?> MakeWithoutPassword(IServiceProvider services, Account account)
    {
        var made = await services.GetRequiredService<UserManager<Account>>().CreateAsync(account);
        return made.Succeeded
            ? null
            : new FieldError("name", T["There is an account of that name already. Choose another."]);
    }

    /// <summary>Gives an account another password and ends its sign-ins, but for one where one is to go on.</summary>
    /// <param name="services">The services.</param>
    /// <param name="account">The account.</param>
    /// <param name="password">The new password.</param>
    /// <param name="by">Who does it, where it is not the account's owner; the empty id for the console.</param>
    /// <param name="keep">The sign-in that goes on.</param>
    public static async Task<FieldError?> SetPassword(
        IServiceProvider services,
        Account account,
        string password,
        Guid? by = null,
        Guid? keep = null
    )
    {
        if (Problem(services, account, password) is { } problem)
            return problem;
        if (await Hash(services, account, password) is { } busy)
            return busy;
        await services.GetRequiredService<UserManager<Account>>().UpdateSecurityStampAsync(account);
        await services
            .GetRequiredService<Data.Database>()
            .Write(w =>
            {
                AccountEvents.Put(w, account.Id, AccountEventKind.PasswordChanged, by);
                return Sessions.EndAll(w, account.Id, keep);
            });
        return null;
    }

    private static FieldError? Problem(IServiceProvider services, Account account, string password) =>
        PasswordRules.Problem(
            password,
            account.UserName,
            account.DisplayName,
            services.GetRequiredService<InstitutionSettings>().Find(HostSettings.Institution)
        )
            is { } sentence
            ? new FieldError("password", sentence)
            : null;

    // A form is shown again with what was typed, rather than an error page that would lose it.
    private static async Task<FieldError?> Hash(IServiceProvider services, Account account, string password)
    {
        try
        {
            account.PasswordHash = await services
                .GetRequiredService<Passwords>()
                .Hash(account, password, CancellationToken.None);
            return null;
        }
        catch (BusyException)
        {
            return new FieldError("", BusyWords);
        }
    }

    public static string BusyWords =>
        T["Very many people sign in at this moment. Nothing was done. Wait a few seconds, then send it again."];
}
