using System.Text.RegularExpressions;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Tests.Settings;

/// <summary>What the shipped unit and its guide say of secrets agrees with what the hub takes.</summary>
public sealed partial class UnitFileTests
{
    private static readonly HashSet<string> Known =
        [.. SecretFiles.Secrets.Concat(SecretFiles.OwnFiles).Concat(SecretFiles.KeyFiles).Select(name => name.Replace(':', '.'))];

    [Fact]
    public void Each_credential_of_the_unit_is_a_setting_that_the_hub_takes_from_one()
    {
        var names = Credential().Matches(Read("systemd", "checkin-hub.service")).Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(names);
        Assert.Empty(names.Except(Known));
    }

    [Fact]
    public void The_guide_names_every_secret_of_the_settings()
    {
        var guide = Read("docs", "server.md");
        foreach (var setting in SecretFiles.Secrets.Concat(SecretFiles.OwnFiles).Concat(SecretFiles.KeyFiles))
            Assert.Contains($"`{setting}`", guide, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UMask=0077")]
    [InlineData("StateDirectory=checkin-hub")]
    [InlineData("StateDirectoryMode=0700")]
    [InlineData("RuntimeDirectory=checkin-hub")]
    [InlineData("RuntimeDirectoryMode=0700")]
    [InlineData("ProtectSystem=strict")]
    [InlineData("NoNewPrivileges=yes")]
    [InlineData("RestartPreventExitStatus=78")]
    public void The_unit_has_what_the_threat_model_counts_on(string line) =>
        Assert.Contains(line, Read("systemd", "checkin-hub.service").Split('\n'));

    private static string Read(params string[] path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "CheckIn.sln")))
            root = root.Parent ?? throw new InvalidOperationException("No CheckIn.sln above the tests.");
        return File.ReadAllText(Path.Combine([root.FullName, "hub", .. path]));
    }

    [GeneratedRegex("^#?LoadCredential=([^:]+):", RegexOptions.Multiline)]
    private static partial Regex Credential();
}
