using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Register.Parts;
using Dapper;

namespace CoProd.Register.People;

/// <summary>How a person's record is written, whoever asks: a form, a file, the demo.</summary>
internal static class PersonWriting
{
    // Sent twice, it makes one.
    private const string InsertOne = """
        insert into person (id, name, name_key, role_label, email, phone, contact_wish, locality_id, recorded_at, changed_at)
        values (@Id, @Name, @NameKey, @Role, @Email, @Phone, @ContactWish, @LocalityId, @Now, @Now)
        on conflict (id) do nothing
        """;

    private const string UpdateOne = """
        update person set name = @Name, name_key = @NameKey, role_label = @Role, email = @Email, phone = @Phone,
            contact_wish = @ContactWish, locality_id = @LocalityId, version = version + 1, changed_at = @Now
        where id = @Id and version = @Version and withdrawn = false
        """;

    public static bool Insert(IWriting writing, RecordPerson.Form form) => Put(writing, form, InsertOne);

    /// <summary>False when the record is not there in the version that was read.</summary>
    public static bool Update(IWriting writing, RecordPerson.Form form) => Put(writing, form, UpdateOne);

    private static bool Put(IWriting writing, RecordPerson.Form form, string sql)
    {
        var row = new
        {
            form.Id,
            form.Name,
            // Somebody known by a role alone is found by it.
            NameKey = Words.Key(form.Name.Length > 0 ? form.Name : form.Role),
            form.Role,
            form.Email,
            form.Phone,
            form.ContactWish,
            LocalityId = NamedThings.Locality(writing, form.Locality),
            form.Version,
            writing.Now,
        };
        if (writing.Connection.Execute(sql, row) != 1)
            return false;
        NamedThings.Stakeholders(writing, form.Id, form.Stakeholders);
        writing.Publish(new PersonChanged { PersonId = form.Id });
        return true;
    }
}
