using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Enrolment;
using CheckIn.Hub.Authority;

namespace CheckIn.Hub.Tests.Authority;

public sealed class CertificateAuthorityTests
{
    private static bool Chains(X509Certificate2 leaf, X509Certificate2 root, X509Certificate2 issuing, string purpose)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.ExtraStore.Add(issuing);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTimeIgnored = false;
        chain.ChainPolicy.VerificationTime = leaf.NotBefore.AddMinutes(5);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(purpose));
        return chain.Build(leaf);
    }

    [Fact]
    public async Task It_is_made_at_first_need_and_taken_from_disk_from_then_on()
    {
        await using var first = TestAuthority.Make();
        Assert.False(first.Authority.Exists);
        var root = first.Authority.Root.Thumbprint;
        var issuing = first.Authority.Issuing.Thumbprint;
        using var second = TestAuthority.Make(first.Folder).Authority;
        Assert.True(second.Exists);
        Assert.Equal((root, issuing), (second.Root.Thumbprint, second.Issuing.Thumbprint));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Keys_and_directories_are_the_owners_alone()
    {
        await using var made = TestAuthority.Make();
        _ = made.Authority.Root;
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        foreach (var path in Directory.EnumerateFiles(made.Files.Directory, "*", SearchOption.AllDirectories))
            Assert.Equal(owner, File.GetUnixFileMode(path));
        Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(made.Files.Directory));
        Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(made.Files.RootDirectory));
    }

    [Fact]
    public async Task A_gates_certificate_bears_its_id_and_is_for_clients_only()
    {
        await using var made = TestAuthority.Make();
        var issued = made.Issue("gate-1");
        using var certificate = TestAuthority.Parse(issued.Pem);
        Assert.Equal("gate-1", certificate.GetNameInfo(X509NameType.SimpleName, false));
        Assert.True(CertificateForms.IsGate(certificate));
        Assert.Equal(issued.Serial, certificate.SerialNumber);
        Assert.Equal(issued.Fingerprint, Fingerprint.Of(certificate));
        Assert.True(issued.NotBefore < made.Time.GetUtcNow() && issued.NotAfter > made.Time.GetUtcNow().AddDays(364));
        Assert.True(Chains(certificate, made.Authority.Root, made.Authority.Issuing, CertificateForms.ForClients));
        Assert.False(Chains(certificate, made.Authority.Root, made.Authority.Issuing, CertificateForms.ForServers));
        var both = new X509Certificate2Collection();
        both.ImportFromPem(issued.Pem);
        Assert.Equal(made.Authority.Issuing.Thumbprint, both[1].Thumbprint);
    }

    [Fact]
    public async Task A_servers_certificate_bears_its_names_and_addresses()
    {
        await using var made = TestAuthority.Make();
        using var server = made.Authority.IssueServer(["hub.example", "localhost", "127.0.0.1", "::1"]);
        Assert.True(server.HasPrivateKey);
        foreach (var name in (string[])["hub.example", "localhost", "127.0.0.1", "::1"])
            Assert.True(server.MatchesHostname(name), name);
        Assert.False(CertificateForms.IsGate(server));
        Assert.True(Chains(server, made.Authority.Root, made.Authority.Issuing, CertificateForms.ForServers));
        Assert.False(Chains(server, made.Authority.Root, made.Authority.Issuing, CertificateForms.ForClients));
    }

    [Fact]
    public async Task A_request_that_is_none_or_of_another_curve_is_refused()
    {
        await using var made = TestAuthority.Make();
        Assert.Throws<FormatException>(() => made.Authority.IssueGate("gate-1", [1, 2, 3]));
        Assert.Throws<FormatException>(() => made.Authority.IssueGate("gate-1", new byte[5000]));
        Assert.Throws<FormatException>(
            () => made.Authority.IssueGate("gate-1", TestAuthority.Request(ECCurve.NamedCurves.nistP384)));
        using var rsa = RSA.Create(2048);
        var other = new CertificateRequest("CN=x", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.Throws<FormatException>(() => made.Authority.IssueGate("gate-1", other.CreateSigningRequest()));
        var forged = TestAuthority.Request(ECCurve.NamedCurves.nistP256);
        forged[^5] ^= 1;
        Assert.Throws<FormatException>(() => made.Authority.IssueGate("gate-1", forged));
    }

    [Theory]
    [InlineData("Gate 1")]
    [InlineData("")]
    [InlineData("checkin-hub")]
    public async Task No_gate_gets_a_name_that_is_none_or_the_hubs_own(string name)
    {
        await using var made = TestAuthority.Make();
        Assert.Throws<ArgumentException>(() => made.Issue(name));
    }

    [Fact]
    public async Task Without_the_roots_key_it_goes_on_issuing()
    {
        await using var made = TestAuthority.Make();
        _ = made.Authority.Root;
        Directory.Delete(made.Files.RootDirectory, recursive: true);
        using var next = TestAuthority.Make(made.Folder).Authority;
        Assert.False(next.IsRootKeyAtHand);
        Assert.NotEmpty(next.IssueGate("gate-1", TestAuthority.Request(ECCurve.NamedCurves.nistP256)).Serial);
    }

    [Fact]
    public async Task A_passphrase_protects_the_keys_and_is_asked_for()
    {
        await using var made = TestAuthority.Make();
        var secret = Path.Combine(made.Folder, "secret");
        await File.WriteAllTextAsync(secret, "one two three\n");
        using (var protectedOne = TestAuthority.Make(made.Folder, o => o.PassphraseFile = secret).Authority)
            _ = protectedOne.Root;
        Assert.Contains("ENCRYPTED", await File.ReadAllTextAsync(made.Files.IssuingKey), StringComparison.Ordinal);
        Assert.Contains("ENCRYPTED", await File.ReadAllTextAsync(made.Files.RootKey), StringComparison.Ordinal);
        var without = Assert.Throws<AuthorityException>(() => TestAuthority.Make(made.Folder).Authority.Root);
        Assert.Contains("Authority:PassphraseFile", without.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(secret, "another\n");
        var wrong = Assert.Throws<AuthorityException>(
            () => TestAuthority.Make(made.Folder, o => o.PassphraseFile = secret).Authority.Root);
        Assert.Contains("passphrase", wrong.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(secret, "one two three\n");
        using var right = TestAuthority.Make(made.Folder, o => o.PassphraseFile = secret).Authority;
        Assert.NotEmpty(right.IssueServer(["localhost"]).SerialNumber);
    }

    [Theory]
    [InlineData("root.crt", null, "root.crt is missing")]
    [InlineData("root.crt", "nonsense", "root.crt cannot be used")]
    [InlineData("issuing.crt", "nonsense", "issuing.crt cannot be used")]
    [InlineData("issuing.key", "nonsense", "issuing.key cannot be used")]
    [InlineData("issuing.crt", "other", "is not the key of")]
    [InlineData("issuing.key", "other", "is not the key of")]
    [InlineData("root.crt", "other", "is not signed by")]
    public async Task A_file_that_is_missing_damaged_or_of_another_authority_is_named(
        string name, string? content, string problem)
    {
        await using var made = TestAuthority.Make();
        await using var other = TestAuthority.Make();
        _ = (made.Authority.Root, other.Authority.Root);
        var path = made.Files.In(name);
        if (content is null)
            File.Delete(path);
        else
            await File.WriteAllTextAsync(path, content != "other" ? content : File.ReadAllText(other.Files.In(name)));
        var e = Assert.Throws<AuthorityException>(() => TestAuthority.Make(made.Folder).Authority.Root);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        Assert.Contains("back", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_issuing_pair_is_made_anew_with_the_roots_key_and_not_without()
    {
        await using var made = TestAuthority.Make();
        var root = made.Authority.Root.Thumbprint;
        File.Delete(made.Files.IssuingKey);
        using (var again = TestAuthority.Make(made.Folder).Authority)
            Assert.Equal(root, again.Root.Thumbprint);
        File.Delete(made.Files.IssuingKey);
        File.Delete(made.Files.RootKey);
        var e = Assert.Throws<AuthorityException>(() => TestAuthority.Make(made.Folder).Authority.Root);
        Assert.Contains("root's key is not at", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_root_key_left_by_a_crash_is_taken_up_and_never_written_over()
    {
        await using var made = TestAuthority.Make();
        var key = made.Authority.Root.PublicKey.ExportSubjectPublicKeyInfo();
        foreach (var file in Directory.EnumerateFiles(made.Files.Directory))
            File.Delete(file);
        using var again = TestAuthority.Make(made.Folder).Authority;
        Assert.Equal(key, again.Root.PublicKey.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public async Task A_crash_between_certificate_and_key_of_a_new_pair_is_finished_at_the_next_start()
    {
        await using var made = TestAuthority.Make();
        _ = made.Authority.Root;
        var old = await File.ReadAllTextAsync(made.Files.IssuingKey);
        var renewed = made.Authority.RenewIssuing().Thumbprint;
        File.Move(made.Files.IssuingKey, made.Files.IssuingKey + ".new");
        await File.WriteAllTextAsync(made.Files.IssuingKey, old);
        using var again = TestAuthority.Make(made.Folder).Authority;
        Assert.Equal(renewed, again.Issuing.Thumbprint);
    }

    [Fact]
    public async Task The_issuing_certificate_is_renewed_before_a_gates_would_be_cut_short()
    {
        await using var made = TestAuthority.Make();
        var first = made.Authority.Issuing.Thumbprint;
        var before = made.Issue("gate-1");
        Assert.False(made.Authority.LookAfter());
        var due = made.Authority.Issuing.NotAfter - made.Authority.Margin;
        made.Time.Pass(due - made.Time.GetUtcNow() + TimeSpan.FromHours(1));
        Assert.True(made.Authority.LookAfter());
        Assert.NotEqual(first, made.Authority.Issuing.Thumbprint);
        using var old = TestAuthority.Parse(before.Pem);
        Assert.False(made.Authority.LookAfter());
        Assert.Equal(made.Time.GetUtcNow().AddDays(365), made.Issue("gate-1").NotAfter, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Without_the_roots_key_gates_certificates_end_with_the_issuing_one_and_then_none_is_issued()
    {
        await using var made = TestAuthority.Make();
        var end = made.Authority.Issuing.NotAfter;
        File.Delete(made.Files.RootKey);
        made.Time.Pass(end - made.Time.GetUtcNow() - TimeSpan.FromDays(10));
        Assert.False(made.Authority.LookAfter());
        Assert.Equal(end, made.Issue("gate-1").NotAfter.LocalDateTime);
        made.Time.Pass(TimeSpan.FromDays(11));
        var e = Assert.Throws<AuthorityException>(() => made.Issue("gate-1"));
        Assert.Contains("authority issuing --root", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_whose_clock_has_fallen_back_before_the_authoritys_beginning_issues_from_there()
    {
        await using var made = TestAuthority.Make();
        DateTimeOffset begin = made.Authority.Issuing.NotBefore;
        made.Time.Jump(TimeSpan.FromDays(-20_000));
        Assert.Equal(begin, made.Issue("gate-1").NotBefore);
        using var server = made.Authority.IssueServer(["localhost"]);
        Assert.True(server.NotAfter > begin.AddDays(80));
    }

    [Fact]
    public async Task A_pair_made_by_another_process_is_taken_up()
    {
        await using var running = TestAuthority.Make();
        var first = running.Authority.Issuing.Thumbprint;
        using var command = TestAuthority.Make(running.Folder).Authority;
        var second = command.RenewIssuing().Thumbprint;
        Assert.NotEqual(first, second);
        Assert.True(running.Authority.LookAfter());
        Assert.Equal(second, running.Authority.Issuing.Thumbprint);
    }
}
