using System.Data;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace CoProd.Host.Data;

/// <summary>
/// A SQLite connection that writes ids, dates and instants as the text they are stored as. Dapper's type handlers do that for single
/// parameters, but it passes the members of a list (<c>in @ids</c>) around them, and an id in upper case finds nothing.
/// </summary>
internal sealed class CoProdSqliteConnection(string connectionString) : SqliteConnection(connectionString)
{
    public override SqliteCommand CreateCommand() =>
        new TextCommand
        {
            Connection = this,
            CommandTimeout = DefaultTimeout,
            Transaction = Transaction,
        };

    private sealed class TextCommand : SqliteCommand
    {
        // Every way of executing a command comes through here.
        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            foreach (SqliteParameter parameter in Parameters)
                parameter.Value = AsText(parameter.Value);
            return base.ExecuteReader(behavior);
        }

        private static object? AsText(object? value) =>
            value switch
            {
                Guid id => id.ToString("D"),
                DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                DateTimeOffset instant => instant.UtcDateTime.ToString(
                    DapperSettings.InstantFormat,
                    CultureInfo.InvariantCulture
                ),
                _ => value,
            };
    }
}
