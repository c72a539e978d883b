using Npgsql;
using Regenerator.Postgres;
using Regenerator.Storage;

namespace Regenerator.Integration.Tests.Storage;

public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgresql://ann:p%40ss;word@db.example:6543/shop?sslmode=verify-full&connect_timeout=7&application_name=ours&search_path=own")]
    [InlineData("Host=db.example;Port=6543;Username=ann;Password='p@ss;word';Database=shop;SSL Mode=VerifyFull;Timeout=7;Application Name=ours;Search Path=own")]
    public void An_url_and_words_say_the_same(string text)
    {
        var address = PostgresAddress.Parse(text);

        var builder = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        Assert.Equal(("db.example", 6543, "ann", "p@ss;word", "shop"), (builder.Host, builder.Port, builder.Username, builder.Password, builder.Database));
        Assert.Equal((SslMode.VerifyFull, 7, "ours", "own"), (builder.SslMode, builder.Timeout, builder.ApplicationName, builder.SearchPath));
        Assert.Equal("PostgreSQL db.example/shop, schema own", address.ToString());
    }

    [Fact]
    public void The_schema_is_regenerator_unless_something_else_is_said()
    {
        Assert.Equal("regenerator", PostgresAddress.Parse("postgres://localhost/shop").Schema);
        Assert.Equal("own", PostgresAddress.Parse("Host=h;Search Path='own, public'").Schema);
    }

    [Fact]
    public void Statements_are_planned_for_what_the_tables_are_now_whatever_is_said() =>
        Assert.Equal(0, new NpgsqlConnectionStringBuilder(PostgresAddress.Parse("Host=h;Max Auto Prepare=20").ConnectionString).MaxAutoPrepare);

    [Theory]
    [InlineData("hunter2")]
    [InlineData("Password=hun;ter2;Host=h")]
    [InlineData("Host=h;Port=hunter2")]
    [InlineData("Database=hunter2")]
    [InlineData("postgresql://ann:hunter2@host:port/shop")]
    [InlineData("postgresql://ann:hunter2@host/shop?hunter2=1")]
    [InlineData("postgresql://ann:hunter2@host/shop?sslmode=hunter2")]
    [InlineData("postgresql:///hunter2")]
    public void What_can_not_be_read_is_not_shown(string text)
    {
        var refused = Assert.Throws<StoreException>(() => PostgresAddress.Parse(text));

        Assert.Contains("allowed: postgresql://", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ter2", refused.ToString(), StringComparison.Ordinal);
    }
}
