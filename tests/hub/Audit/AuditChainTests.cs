using System.Text;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Keys;
using CheckIn.Storage;

namespace CheckIn.Hub.Tests.Audit;

public sealed class AuditChainTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly AuditFile _audit = new();

    public async Task InitializeAsync()
    {
        await _audit.AddAsync(4);
        await _audit.Sealer.SealAsync();
        await _audit.AddAsync(6);
        await _audit.Sealer.SealAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => _audit.DisposeAsync();

    [Fact]
    public async Task What_was_written_is_found_whole_and_rows_behind_the_last_seal_with_it()
    {
        await _audit.AddAsync(2);
        var verdict = _audit.Verify();
        Assert.Equal((true, 12, 2, true), (verdict.IsWhole, verdict.Rows, verdict.Seals, verdict.IsSealChecked));
        Assert.Equal(10, verdict.LastSeal!.Row);
    }

    [Fact]
    public async Task Neither_rows_nor_seals_are_changed_or_removed_by_accident()
    {
        foreach (var sql in new[] { "UPDATE audit SET actor = 'x'", "DELETE FROM audit", "DELETE FROM audit_seal",
            "UPDATE audit_seal SET row = 1", "INSERT INTO audit(at, actor, action, outcome) VALUES(1, 'x', 'x', 'x')" })
        {
            await Assert.ThrowsAsync<DatabaseException>(
                () => _audit.Hub.Store.WriteAsync(db => db.Execute(sql), default));
        }
        Assert.True(_audit.Verify().IsWhole);
    }

    [Theory]
    [InlineData("UPDATE audit SET actor = 'person:binh' WHERE id = 3", "Changed 3-3")]
    [InlineData("UPDATE audit SET origin = NULL WHERE id = 4", "Changed 4-4")]
    [InlineData("UPDATE audit SET origin = '' WHERE id = 5", "Changed 5-5")]
    [InlineData("UPDATE audit SET at = at + 1 WHERE id = 1", "Changed 1-1")]
    [InlineData("UPDATE audit SET detail = x'00' WHERE id = 10", "Changed 10-10")]
    [InlineData("UPDATE audit SET subject = CAST(subject AS BLOB) WHERE id = 6", "Changed 6-6")]
    [InlineData("UPDATE audit SET actor = 'person:a', action = 'nsite_saved' WHERE id = 7", "Changed 7-7")]
    [InlineData("UPDATE audit SET link = NULL WHERE id = 8", "Changed 8-8 Changed 9-9")]
    [InlineData("DELETE FROM audit WHERE id = 5", "Removed 5-5")]
    [InlineData("DELETE FROM audit WHERE id BETWEEN 2 AND 6", "Removed 2-6")]
    [InlineData("DELETE FROM audit WHERE id > 8", "Cut 9-10")]
    [InlineData("DELETE FROM audit WHERE id > 8; DELETE FROM audit_seal WHERE number = 2", "SealRemoved 2-2 Cut 9-10")]
    [InlineData("DELETE FROM audit; DELETE FROM audit_seal", "SealRemoved 1-2 Cut 1-10")]
    [InlineData("DELETE FROM audit_seal WHERE number = 1", "SealRemoved 1-1")]
    [InlineData("UPDATE audit_seal SET row = 9 WHERE number = 2", "SealForged 2-2")]
    [InlineData("UPDATE audit_seal SET key = '0011223344556677' WHERE number = 1", "SealForged 1-1")]
    [InlineData("INSERT INTO audit SELECT 11, at, actor, action, subject, outcome, detail, origin, place, link "
        + "FROM audit WHERE id = 10", "Changed 11-11")]
    public void What_somebody_does_to_it_by_hand_is_found_and_told_where(string sql, string faults)
    {
        _audit.Tamper(sql);
        Assert.Equal(faults, string.Join(' ', _audit.Faults()));
    }

    [Fact]
    public void Two_rows_that_change_places_are_both_found()
    {
        _audit.Tamper("UPDATE audit SET id = 99 WHERE id = 2; UPDATE audit SET id = 2 WHERE id = 3; "
            + "UPDATE audit SET id = 3 WHERE id = 99");
        Assert.Equal(["Changed 2-2", "Changed 3-3", "Changed 4-4"], _audit.Faults());
    }

    [Fact]
    public async Task A_chain_written_anew_without_the_key_does_not_fit_its_seals()
    {
        _audit.Tamper("UPDATE audit SET actor = 'person:binh' WHERE id = 6");
        await _audit.RelinkAsync(6);
        Assert.Equal(["Rewritten 5-10"], _audit.Faults());
    }

    [Fact]
    public async Task A_row_taken_out_and_the_rest_moved_up_and_linked_anew_is_found()
    {
        _audit.Tamper("DELETE FROM audit WHERE id = 2; UPDATE audit SET id = id - 1 WHERE id > 2");
        await _audit.RelinkAsync(2);
        Assert.Equal(["Rewritten 1-4", "Cut 10-10"], _audit.Faults());
    }

    [Fact]
    public async Task Rows_added_after_a_cut_do_not_hide_it()
    {
        _audit.Tamper("DELETE FROM audit WHERE id > 7");
        await _audit.AddAsync(5);
        Assert.Equal(["Rewritten 5-10"], _audit.Faults());
    }

    [Fact]
    public async Task Seals_of_another_key_are_not_this_hubs()
    {
        Directory.Move(_audit.Keys, _audit.Keys + "-of-the-hub");
        Directory.CreateDirectory(_audit.Keys);
        await File.WriteAllTextAsync(Path.Combine(_audit.Keys, "audit-seal.new"), "");
        _audit.Tamper("UPDATE audit SET actor = 'person:binh' WHERE id = 6; DELETE FROM audit_seal");
        await _audit.RelinkAsync(6);
        await _audit.Sealer.SealAsync();
        Directory.Delete(_audit.Keys, recursive: true);
        Directory.Move(_audit.Keys + "-of-the-hub", _audit.Keys);
        Assert.Equal(["SealForged 1-1", "SealRemoved 2-2", "Rewritten 1-10"], _audit.Faults());
    }

    [Fact]
    public async Task A_key_that_is_gone_is_told_and_not_made_anew()
    {
        await _audit.AddAsync(1);
        File.Delete(Path.Combine(_audit.Keys, "audit-seal.key"));
        var refusal = await Assert.ThrowsAsync<KeysException>(_audit.Sealer.SealAsync);
        Assert.Contains("audit-seal.new", refusal.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(_audit.Keys, "audit-seal.new"), "");
        Assert.Equal(3, (await _audit.Sealer.SealAsync())!.Number);
        Assert.True(_audit.Verify().IsWhole); // Both public halves are there.
    }

    [Fact]
    public void The_key_is_its_owners_alone()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(PrivateFile.Mode, File.GetUnixFileMode(Path.Combine(_audit.Keys, "audit-seal.key")));
            Assert.Equal(PrivateFile.DirectoryMode, File.GetUnixFileMode(_audit.Keys));
        }
    }

    [Fact]
    public async Task A_transaction_that_fails_leaves_no_hole()
    {
        await Assert.ThrowsAsync<DatabaseException>(() => _audit.Hub.Store.WriteAsync(
            db =>
            {
                AuditLog.Add(db, _audit.Hub.Time.GetUtcNow(), new AuditEntry(Actor.Hub, "x", null));
                throw new InvalidOperationException("no");
            }, default));
        await _audit.AddAsync(1);
        Assert.Equal((true, 11), (_audit.Verify().IsWhole, _audit.Verify().Rows));
    }

    [Fact]
    public async Task Whatever_stands_in_a_text_is_linked_as_it_is_read_again()
    {
        await _audit.AddAsync(
            new AuditEntry(new Actor("a\0b"), "\ud800", "", Detail: new string('ạ', 5000)),
            new AuditEntry(new Actor(""), "x", null, Outcome: "", Place: "=1+1"));
        Assert.True(_audit.Verify().IsWhole);
    }

    [Fact]
    public void No_two_rows_give_the_same_bytes_wherever_their_texts_end()
    {
        var links = new[]
        {
            Row("ab", "c", null), Row("a", "bc", null), Row("ab", "c", ""), Row("ab", null, "c"), Row("", "abc", null),
        }.Select(row => Convert.ToHexString(AuditLink.Of(AuditLink.Genesis, row))).ToHashSet();
        Assert.Equal(5, links.Count);

        static AuditContent Row(params string?[] texts) =>
            new(1, 2, [.. texts.Select(text => text is null ? null : Encoding.UTF8.GetBytes(text))]);
    }

    [Fact]
    public void The_encoding_is_the_one_that_is_documented()
    {
        var row = new AuditContent(1, 2, [[.. "hub"u8], null, [.. "revoked"u8], [], null, [.. "done"u8], null]);
        var bytes = Convert.FromHexString(Convert.ToHexString([.. "checkin-audit-v1\0"u8]) + new string('0', 64)
            + "0000000000000001" + "0000000000000002" + "00000003687562" + "FFFFFFFF" + "000000077265766F6B6564"
            + "00000000" + "FFFFFFFF" + "00000004646F6E65" + "FFFFFFFF");
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(bytes), AuditLink.Of(AuditLink.Genesis, row));
    }
}
