using CheckIn.Hub.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Settings;

public sealed class SecretFilesTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-secrets-").FullName;

    public static TheoryData<string> Secrets => [.. SecretFiles.Secrets];

    public static TheoryData<string> Files => [.. SecretFiles.OwnFiles.Concat(SecretFiles.KeyFiles)];

    [Theory, MemberData(nameof(Secrets))]
    public void Each_secret_is_the_first_line_of_a_file_that_a_setting_names(string setting)
    {
        var path = Write("secret", "căn cước 12\nand a remark\n");
        Assert.Equal("căn cước 12", Build(null, (setting + "File", path))[setting]);
    }

    [Theory, MemberData(nameof(Secrets))]
    public void Each_secret_is_a_credential_of_the_service_manager(string setting)
    {
        Write(setting.Replace(':', '.'), "from the service manager");
        Assert.Equal("from the service manager", Build(_folder)[setting]);
    }

    [Theory, MemberData(nameof(Files))]
    public void Each_setting_that_is_a_file_takes_the_path_of_a_credential(string setting)
    {
        var path = Write(setting.Replace(':', '.'), "anything");
        Assert.Equal(path, Build(_folder)[setting]);
    }

    [Fact]
    public void Without_files_and_credentials_nothing_changes()
    {
        var built = Build(Path.Combine(_folder, "none"), ("Alerts:Mail:Password", "given"), ("Web:Key", "/etc/key.pem"));
        Assert.Equal("given", built["Alerts:Mail:Password"]);
        Assert.Equal("/etc/key.pem", built["Web:Key"]);
        Assert.Null(built["Broker:ServerPassword"]);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_secret_that_others_can_read_is_refused_by_name_with_the_remedy(UnixFileMode wider)
    {
        var path = Write("secret", "known to all", Owner | wider);
        foreach (var setting in (string[])["Alerts:Mail:PasswordFile", "Authority:PassphraseFile", "Accounts:OpenId:SecretFile"])
        {
            var problem = Problem(null, (setting, path));
            Assert.StartsWith($"{setting} is '{path}', which others than its owner can read", problem, StringComparison.Ordinal);
            Assert.Contains($"chmod 600 {path}", problem, StringComparison.Ordinal);
            Assert.DoesNotContain("known to all", problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_credential_that_systemd_lets_the_units_group_read_is_taken_one_that_everybody_reads_is_not()
    {
        Write("Alerts.Mail.Password", "secret", UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Equal("secret", Build(_folder)["Alerts:Mail:Password"]);
        Write("Broker.ServerPassword", "secret", Owner | UnixFileMode.OtherRead);
        Assert.Contains("Broker:ServerPassword is", Problem(_folder), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_a_missing_and_a_doubled_one_are_refused()
    {
        Assert.Contains("first line is empty", Problem(null, ("Alerts:Mail:PasswordFile", Write("empty", "\n"))), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Problem(null, ("Alerts:Mail:PasswordFile", "/nowhere/at/all")), StringComparison.Ordinal);
        Assert.Contains("given twice", Problem(
            null, ("Alerts:Mail:PasswordFile", Write("one", "a")), ("Alerts:Mail:Password", "b")), StringComparison.Ordinal);
        Write("Web.Key", "key");
        Assert.Contains("Web:Key is given twice", Problem(_folder, ("Web:Key", "/etc/key.pem")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_private_key_that_everybody_reads_is_named_a_certificate_and_a_groups_key_are_not()
    {
        var open = Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        var key = Write("key.pem", "-----BEGIN PRIVATE KEY-----\n", open);
        var built = Build(null, ("Web:Key", key), ("Web:Certificate", Write("cert.pem", "-----BEGIN CERTIFICATE-----\n", open)),
            ("Broker:TlsKey", Write("group.pem", "-----BEGIN PRIVATE KEY-----\n", Owner | UnixFileMode.GroupRead)));
        Assert.Equal([("Web:Key", key)], SecretFiles.Exposed(built));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text, UnixFileMode mode = Owner)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
        return path;
    }

    private static string Problem(string? credentials, params (string, string)[] settings) =>
        Assert.Single(Assert.Throws<OptionsValidationException>(() => Build(credentials, settings)).Failures);

    private static IConfigurationRoot Build(string? credentials, params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(one => KeyValuePair.Create(one.Name, (string?)one.Value)))
            .AddSecretFiles(credentials).Build();
}
