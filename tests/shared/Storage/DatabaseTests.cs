using CheckIn.Storage;

namespace CheckIn.Shared.Tests.Storage;

public sealed class DatabaseTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("checkin-storage-");

    private string File => Path.Combine(_directory.FullName, "test.db");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void The_writer_has_wal_full_and_its_checkpoint_limit()
    {
        using var writer = Database.OpenWriter(File, checkpointPages: 321);
        Assert.Equal(("wal", "2", "321", "1", "1"),
            (writer.Pragma("journal_mode"), writer.Pragma("synchronous"), writer.Pragma("wal_autocheckpoint"),
                writer.Pragma("secure_delete"), writer.Pragma("foreign_keys")));
    }

    [Fact]
    public void A_reader_reads_what_is_committed_and_can_neither_write_nor_checkpoint()
    {
        using var writer = Database.OpenWriter(File);
        writer.Execute("CREATE TABLE t (x); INSERT INTO t VALUES (1)");
        using var reader = Database.OpenReader(File);
        Assert.Equal(("1", "0"), (reader.Pragma("query_only"), reader.Pragma("wal_autocheckpoint")));
        var size = new FileInfo(File).Length;
        Assert.Throws<DatabaseException>(() => reader.Execute("INSERT INTO t VALUES (2)"));
        Assert.Throws<InvalidOperationException>(reader.Checkpoint);
        try
        {
            reader.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (DatabaseException)
        {
            // Refusing is one way not to do it.
        }
        Assert.Equal(size, new FileInfo(File).Length);
        Assert.True(new FileInfo(File + "-wal").Length > 0);
        using var select = reader.Prepare("SELECT x FROM t");
        Assert.True(select.Step());
        Assert.Equal(1, select.Int64(0));
    }

    [Fact]
    public void A_reader_that_closes_last_does_not_checkpoint()
    {
        var writer = Database.OpenWriter(File);
        writer.Execute("CREATE TABLE t (x)");
        var reader = Database.OpenReader(File);
        using (var select = reader.Prepare("SELECT x FROM t"))
            select.Step();
        var copy = System.IO.File.ReadAllBytes(File + "-wal");
        reader.Dispose();
        Assert.Equal(copy, System.IO.File.ReadAllBytes(File + "-wal"));
        writer.Dispose();
        Assert.False(System.IO.File.Exists(File + "-wal"));
    }

    [Fact]
    public void The_writers_checkpoint_reaches_the_file()
    {
        using var writer = Database.OpenWriter(File);
        writer.Execute("CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob(100000))");
        var before = new FileInfo(File).Length;
        writer.Checkpoint();
        Assert.True(new FileInfo(File).Length > before + 90_000);
    }

    [Fact]
    public void A_transaction_that_throws_leaves_nothing()
    {
        using var writer = Database.OpenWriter(File);
        writer.Execute("CREATE TABLE t (x)");
        Assert.Throws<InvalidDataException>(() => writer.InTransaction(() =>
        {
            writer.Execute("INSERT INTO t VALUES (1)");
            throw new InvalidDataException();
        }));
        writer.InTransaction(() => writer.Execute("INSERT INTO t VALUES (2)"));
        using var select = writer.Prepare("SELECT GROUP_CONCAT(x) FROM t");
        Assert.True(select.Step());
        Assert.Equal("2", select.Text(0));
    }

    [Fact]
    public void Values_come_back_as_they_were_bound()
    {
        using var writer = Database.OpenWriter(File);
        using var select = writer.Prepare("SELECT ?, ?, ?, ?, ?");
        select.Bind(1, long.MinValue).Bind(2, "Nguyễn").Bind(3, "\0\x01"u8).Bind(4, default(ReadOnlySpan<byte>));
        Assert.True(select.BindNull(5).Step());
        Assert.Equal((long.MinValue, "Nguyễn"), (select.Int64(0), select.Text(1)));
        Assert.Equal("\0\x01"u8.ToArray(), select.Blob(2).ToArray());
        Assert.False(select.IsNull(3));
        Assert.True(select.Blob(3).IsEmpty);
        Assert.True(select.IsNull(4));
        Assert.Null(select.Text(4));
    }

    [Fact]
    public void An_error_names_the_file_sqlites_words_and_the_statement()
    {
        using var writer = Database.OpenWriter(File);
        var error = Assert.Throws<DatabaseException>(() => writer.Execute("SELECT nothing FROM nowhere"));
        Assert.Contains(File, error.Message, StringComparison.Ordinal);
        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
        writer.Execute("CREATE TABLE t (x UNIQUE)");
        using var insert = writer.Prepare("INSERT INTO t VALUES (?)");
        insert.Bind(1, 1).Run();
        Assert.Equal(2067, Assert.Throws<DatabaseException>(() => insert.Bind(1, 1).Run()).Code); // CONSTRAINT_UNIQUE
        insert.Bind(1, 2).Run();
    }

    [Fact]
    public void A_missing_database_is_an_error_for_a_reader()
    {
        Assert.Throws<DatabaseException>(() => Database.OpenReader(File));
        Assert.Matches(@"^3\.\d+\.\d+$", SqliteLibrary.Version);
    }
}
