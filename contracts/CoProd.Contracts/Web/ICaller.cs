namespace CoProd.Contracts.Web;

/// <summary>Who asks: the person signed in, or the console.</summary>
public interface ICaller
{
    /// <summary>Their account.</summary>
    Guid AccountId { get; }

    /// <summary>Their own record in the register, if they have one.</summary>
    Guid? PersonId { get; }

    /// <summary>Their name, for people.</summary>
    string Name { get; }

    /// <summary>Whether they see every innovation; otherwise only those they take part in.</summary>
    bool SeesAll { get; }

    /// <summary>Whether they hold a permission.</summary>
    bool May(string permission);
}
