using System.Data;
using System.Globalization;
using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;

namespace CoProd.Host.Data;

/// <summary>Dapper's process-wide settings, set once, here and nowhere else: SQLite gives ids and dates back as text.</summary>
internal static class DapperSettings
{
    /// <summary>How an instant stands in a SQLite file: to the microsecond, which is what PostgreSQL keeps.</summary>
    public const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    [ModuleInitializer]
    internal static void Apply()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        Handle(new GuidHandler());
        Handle(new DateHandler());
        Handle(new InstantHandler());
    }

    private static void Handle<T>(SqlMapper.TypeHandler<T> handler)
        where T : struct
    {
        SqlMapper.RemoveTypeMap(typeof(T));
        SqlMapper.RemoveTypeMap(typeof(T?));
        SqlMapper.AddTypeHandler(handler);
    }

    private sealed class GuidHandler : SqlMapper.TypeHandler<Guid>
    {
        public override Guid Parse(object value) =>
            value is Guid id ? id : Guid.Parse((string)value, CultureInfo.InvariantCulture);

        // Lower case with hyphens: without them an id that looks like a number becomes one in a column of type uuid.
        public override void SetValue(IDbDataParameter parameter, Guid value) =>
            parameter.Value = parameter is SqliteParameter ? value.ToString("D") : value;
    }

    private sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) =>
            value switch
            {
                DateOnly date => date,
                DateTime time => DateOnly.FromDateTime(time),
                _ => DateOnly.ParseExact((string)value, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            };

        public override void SetValue(IDbDataParameter parameter, DateOnly value) =>
            parameter.Value =
                parameter is SqliteParameter ? value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : value;
    }

    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) =>
            value switch
            {
                DateTimeOffset instant => instant,
                DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
                _ => DateTimeOffset.ParseExact(
                    (string)value,
                    InstantFormat,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal
                ),
            };

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) =>
            parameter.Value =
                parameter is SqliteParameter
                    ? value.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture)
                    : value.ToUniversalTime();
    }
}
