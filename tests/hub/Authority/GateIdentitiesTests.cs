using CheckIn.Hub.Authority;

namespace CheckIn.Hub.Tests.Authority;

public sealed class GateIdentitiesTests
{
    [Fact]
    public async Task A_revocation_is_told_at_once_and_outlives_a_restart()
    {
        await using var made = TestAuthority.Open();
        var old = await made.EnrolAsync("gate-1");
        made.Time.Pass(TimeSpan.FromSeconds(1));
        var now = await made.EnrolAsync("gate-1");
        var other = await made.EnrolAsync("gate-2");
        var told = new List<string>();
        made.Identities.Revoked += (gate, serials) => told.AddRange(serials.Select(serial => gate + " " + serial));
        Assert.Equal([old.Serial], await made.RevokeAsync("gate-1", except: now.Serial));
        Assert.Equal(["gate-1 " + old.Serial], told);
        Assert.True(made.Identities.IsRevoked(old.Serial));
        Assert.False(made.Identities.IsRevoked(now.Serial) || made.Identities.IsRevoked(other.Serial));
        await made.StopAsync();
        await using var next = TestAuthority.Open(made.Folder, made.Time);
        Assert.True(next.Identities.IsRevoked(old.Serial));
        var kept = next.Identities.Of("gate-1");
        Assert.Equal([now.Serial, old.Serial], kept.Select(c => c.Serial));
        Assert.Equal(("stolen", old.Fingerprint), (kept[1].RevokedWhy, kept[1].Fingerprint));
        Assert.Null(kept[0].RevokedAt);
    }

    [Fact]
    public async Task A_database_put_back_from_a_backup_forgets_no_revocation()
    {
        await using var made = TestAuthority.Open();
        var stolen = await made.EnrolAsync("gate-1");
        await made.RevokeAsync("gate-1");
        await made.StopAsync();
        foreach (var file in Directory.EnumerateFiles(made.Folder, "hub.db*"))
            File.Delete(file);
        await using var next = TestAuthority.Open(made.Folder, made.Time);
        Assert.True(next.Identities.IsRevoked(stolen.Serial));
        var another = await next.EnrolAsync("gate-2");
        await next.RevokeAsync("gate-2");
        var listed = next.Authority.ReadRevoked(await File.ReadAllTextAsync(next.Files.Revoked));
        Assert.Equal(
            new[] { stolen.Serial, another.Serial }.Order(), listed.Select(one => one.Serial).Order());
    }

    [Fact]
    public async Task A_list_that_is_damaged_or_of_another_authority_is_an_error_with_a_way_out()
    {
        await using var made = TestAuthority.Open();
        await made.StopAsync();
        await using var other = TestAuthority.Open();
        File.Copy(other.Files.Revoked, made.Files.Revoked, overwrite: true);
        var foreign = Assert.Throws<AuthorityException>(() => TestAuthority.Open(made.Folder, made.Time));
        Assert.Contains("its signature is not this authority's", foreign.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(made.Files.Revoked, "nonsense");
        var damaged = Assert.Throws<AuthorityException>(() => TestAuthority.Open(made.Folder, made.Time));
        Assert.Contains("there is no list in it", damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_another_issuing_certificate_the_list_still_speaks_for_the_one_before()
    {
        await using var made = TestAuthority.Open();
        var before = await made.EnrolAsync("gate-1");
        made.Authority.RenewIssuing();
        await made.EnrolAsync("gate-2");
        await made.RevokeAsync("gate-1");
        var text = await File.ReadAllTextAsync(made.Files.Revoked);
        Assert.Equal(2, text.Split("BEGIN X509 CRL").Length - 1);
        Assert.Equal([before.Serial], made.Authority.ReadRevoked(text).Select(one => one.Serial));
    }

    [Fact]
    public async Task A_certificate_that_the_table_does_not_know_is_kept_when_it_is_seen()
    {
        await using var made = TestAuthority.Open();
        var issued = made.Issue("gate-1");
        var known = await made.EnrolAsync("gate-2");
        using var stop = new CancellationTokenSource();
        var keeping = made.Identities.KeepSeenAsync(stop.Token);
        foreach (var one in new[] { issued, known, issued })
        {
            using var certificate = TestAuthority.Parse(one.Pem);
            made.Identities.Saw(one.Gate, certificate);
        }
        var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;
        while (made.Identities.Of("gate-1").Count == 0 || made.Identities.Of("gate-2")[0].FirstUsedAt is null)
            await Task.Delay(1, patience);
        var kept = Assert.Single(made.Identities.Of("gate-1"));
        Assert.Equal((issued.Serial, issued.Fingerprint), (kept.Serial, kept.Fingerprint));
        Assert.Equal(made.Time.GetUtcNow(), kept.FirstUsedAt);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => keeping);
    }

    [Fact]
    public async Task A_list_that_cannot_be_written_is_due_and_the_revocation_holds()
    {
        await using var made = TestAuthority.Open();
        var issued = await made.EnrolAsync("gate-1");
        // A directory under the name that the next list would have first.
        var block = Directory.CreateDirectory(made.Files.Revoked + ".new");
        await made.RevokeAsync("gate-1");
        Assert.True(made.Identities.IsListDue && made.Identities.IsRevoked(issued.Serial));
        block.Delete();
        made.Identities.WriteList();
        Assert.False(made.Identities.IsListDue);
        Assert.Single(made.Authority.ReadRevoked(await File.ReadAllTextAsync(made.Files.Revoked)));
    }

    [Fact]
    public async Task Gates_are_counted_by_how_near_the_end_of_their_latest_certificate_is()
    {
        await using var made = TestAuthority.Open();
        await made.EnrolAsync("old");
        await made.EnrolAsync("renewed");
        await made.EnrolAsync("gone");
        Assert.Equal((3, 0, 0), Count());
        await made.RevokeAsync("gone");
        made.Time.Pass(TimeSpan.FromDays(300));
        await made.EnrolAsync("renewed");
        Assert.Equal((1, 1, 0), Count());
        made.Time.Pass(TimeSpan.FromDays(66));
        Assert.Equal((1, 0, 1), Count());

        (long Good, long Due, long Ended) Count()
        {
            var found = made.Store.Read(db => GateEnds.Count(db, made.Time.GetUtcNow()))
                .ToDictionary(one => (string)one.Tags[0].Value!, one => one.Value);
            return (found["good"], found["due"], found["ended"]);
        }
    }
}
