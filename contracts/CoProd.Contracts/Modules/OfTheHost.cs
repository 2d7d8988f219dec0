namespace CoProd.Contracts.Modules;

/// <summary>
/// Permissions of the host at whose pages a module's pages point: a link is shown to whoever <see cref="Web.ICaller.MayOpen"/> says yes to.
/// </summary>
public static class OfTheHost
{
    /// <summary>Take files in, at "/imports/new/" and the id of the format.</summary>
    public const string Import = "host.import";

    /// <summary>Hand somebody all that is kept about them, at "/people/", their id and "/data".</summary>
    public const string PersonData = "host.person-data";

    /// <summary>Erase somebody, at "/people/", their id and "/erase".</summary>
    public const string Erase = "host.erase";
}
