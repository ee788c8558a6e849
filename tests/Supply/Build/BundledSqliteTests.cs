using System.Text;
using CheckIn.Supply.Bom;

namespace CheckIn.Supply.Build;

/// <summary>What reviewed exceptions say of the bundled library, read from the library.</summary>
public sealed class BundledSqliteTests
{
    public static TheoryData<string> Libraries =>
    [
        .. Directory.EnumerateFiles(
            Path.Combine(Programs.Output(Programs.Hub), "runtimes"), "libe_sqlite3.so", SearchOption.AllDirectories),
    ];

    [Theory, MemberData(nameof(Libraries))]
    public void Its_version_is_read_from_the_file(string path) =>
        Assert.Equal("3.35.5", BundledSqlite.VersionOf(File.ReadAllBytes(path)));

    [Theory, MemberData(nameof(Libraries))]
    public void It_has_no_session_extension_no_append_vfs_no_zip_files_and_no_command_line(string path)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
        Assert.Contains("sqlite3_prepare_v3", text, StringComparison.Ordinal);
        foreach (var absent in (string[])["sqlite3session_create", "sqlite3changeset_apply", "ENABLE_SESSION", "apndvfs",
            "Start-Of-SQLite3-", "zipfile", "sqlite3_expert_new", ".headers on|off"])
        {
            Assert.DoesNotContain(absent, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_without_sqlite_has_no_version_and_an_unclear_one_is_refused()
    {
        Assert.Null(BundledSqlite.VersionOf("\u00003.35.5\u0000 and nothing else"u8));
        Assert.Equal("3.35.5", BundledSqlite.VersionOf("SQLite format 3\u00003.35.5\u0000 and 13.35.6\u0000 1.3.35.7\u0000"u8));
        Assert.Throws<SupplyException>(() => BundledSqlite.VersionOf("SQLite format 3\u00003.35.5\u00003.36.0\u0000"u8));
        Assert.Throws<SupplyException>(() => BundledSqlite.VersionOf("SQLite format 3\u0000"u8));
    }
}
