using System.Net;
using System.Net.Sockets;
using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using Dapper;

namespace CoProd.Host.Security;

/// <summary>
/// At most ten guesses in any five minutes, for a name and for the address they come from. They are counted before they are looked
/// at, in the database: a restart forgets none. A name that nobody has is counted like any other, so that being closed tells nothing.
/// </summary>
internal sealed class Guesses(Database host, InstitutionSettings settings, TimeProvider clock) : IDisposable
{
    // On PostgreSQL writes that meet at this table are tried again; those of one process need not meet.
    private readonly SemaphoreSlim one = new(1);

    private const int MostOfName = 10;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const string Count = "select count(*) from sign_in_guess where subject = @subject and made_at > @since";

    private const string Insert = "insert into sign_in_guess (id, subject, made_at) values (@id, @subject, @Now)";

    private const string Sweep = "delete from sign_in_guess where made_at <= @since";

    private const string ForgetName = "delete from sign_in_guess where subject = @subject";

    private const string ForgetOne = "delete from sign_in_guess where id = @id";

    /// <summary>Counts a guess; null when there were too many, which then costs nobody the time of looking at it.</summary>
    public Task<Guess?> Make(string userName, IPAddress? address, CancellationToken ct) =>
        MakeAt(OfName(userName), address, ct);

    /// <summary>Counts a guess at the second step of an account, apart from those at its password.</summary>
    public Task<Guess?> MakeAtStep(Guid account, IPAddress? address, CancellationToken ct) =>
        MakeAt("step:" + account, address, ct);

    /// <summary>Counts somebody's word that they forgot a password, apart from guesses at it.</summary>
    public Task<Guess?> MakeAtForgotten(string typed, IPAddress? address, CancellationToken ct) =>
        MakeAt("forgot" + OfName(typed), address, ct);

    /// <summary>Counts a guess of whoever names no account, at their address alone.</summary>
    public Task<Guess?> MakeAtNone(IPAddress? address, CancellationToken ct) =>
        MakeAt("none:" + Secret.New(), address, ct);

    private Task<Guess?> MakeAt(string subject, IPAddress? address, CancellationToken ct)
    {
        var guess = new Guess(subject, Guid.CreateVersion7());
        var from = OfAddress(address);
        var mostOfAddress = settings.Whole(HostSettings.GuessesOfAddress);
        return Alone<Guess?>(
            w =>
            {
                var since = w.Now - Window;
                w.Connection.Execute(Sweep, new { since });
                if (Made(w, guess.Subject, since) >= MostOfName || Made(w, from, since) >= mostOfAddress)
                    return null;
                Put(w, guess.Subject, Guid.CreateVersion7());
                Put(w, from, guess.AtAddress);
                return guess;
            },
            ct
        );
    }

    /// <summary>Whether that was the last guess for now.</summary>
    public async Task<bool> IsClosed(string userName, CancellationToken ct) =>
        await host.Read(
            c =>
                c.ExecuteScalarAsync<long>(
                    Count,
                    new { subject = OfName(userName), since = clock.GetUtcNow() - Window }
                ),
            ct
        ) >= MostOfName;

    /// <summary>It was right: the name begins anew, and the address has one guess less. Its wrong ones at other names stay counted.</summary>
    public Task Right(Guess guess, CancellationToken ct) =>
        Alone(
            w =>
                w.Connection.Execute(ForgetName, new { subject = guess.Subject })
                + w.Connection.Execute(ForgetOne, new { id = guess.AtAddress }),
            ct
        );

    private async Task<T> Alone<T>(Func<IWriting, T> work, CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            return await host.Write(work, ct);
        }
        finally
        {
            one.Release();
        }
    }

    private static long Made(IWriting w, string subject, DateTimeOffset since) =>
        w.Connection.ExecuteScalar<long>(Count, new { subject, since });

    private static void Put(IWriting w, string subject, Guid id) =>
        w.Connection.Execute(
            Insert,
            new
            {
                id,
                subject,
                w.Now,
            }
        );

    // What was typed may be somebody's password in the wrong field: it is kept as a hash.
    private static string OfName(string userName) => "name:" + Secret.Hash(Words.Fold(userName))[..40];

    /// <summary>An address as it is counted. Of IPv6 whoever has one has the whole /64.</summary>
    public static string OfAddress(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        return address is { AddressFamily: AddressFamily.InterNetworkV6 }
            ? "address:" + new IPAddress([.. address.GetAddressBytes().Take(8), .. new byte[8]]) + "/64"
            : "address:" + address;
    }

    public void Dispose() => one.Dispose();
}

/// <summary>A guess that was counted.</summary>
internal sealed record Guess(string Subject, Guid AtAddress);
