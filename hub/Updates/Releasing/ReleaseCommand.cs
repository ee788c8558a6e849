using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web;
using CheckIn.Settings;
using CheckIn.Updates;

namespace CheckIn.Hub.Updates.Releasing;

/// <summary>
/// <c>checkin-hub release key | make | show</c>: makes signed packages of the gates' program. It needs no hub, and
/// belongs on a machine without a network, where the key is.
/// </summary>
internal static class ReleaseCommand
{
    internal static Command Create(CommandContext context) => new(
        "release", "signed packages of the gates' program; needs no hub") { Key(context), Make(context), Show(context) };

    private static Command Key(CommandContext context)
    {
        var (file, passphrase) = (new Argument<string>("file") { HelpName = "FILE" }, Passphrase.FromFile());
        var command = new Command(
            "key", "makes a key: FILE, encrypted, to be kept offline, and FILE.pub for hubs and gates") { file, passphrase };
        command.SetAction(line => Run(context, () =>
        {
            var path = line.GetRequiredValue(file);
            if (File.Exists(path))
                throw new IOException($"{path} is there already.");
            var id = ReleaseKeyFile.Create(path, Passphrase.Ask(context, line.GetValue(passphrase), isNew: true));
            context.Output.WriteLine(context.Say($"✓ Key {id} is in {path}.", $"✓ Khoá {id} nằm trong {path}."));
            context.Output.WriteLine(context.Say(
                $"  Keep it offline, and its passphrase elsewhere. Who has both can have gates run anything; without them no "
                    + "update can be made.",
                "  Hãy cất ngoài mạng, mật khẩu để nơi khác. Ai có cả hai đều có thể cài mọi thứ lên cổng; mất chúng thì không "
                    + "tạo được bản cập nhật nữa."));
            context.Output.WriteLine(context.Say(
                $"  Add {path}{ReleaseKeyFile.Public} to /etc/checkin/release-keys.pem of the hub and of every gate.",
                $"  Hãy thêm {path}{ReleaseKeyFile.Public} vào /etc/checkin/release-keys.pem của trung tâm và mọi cổng."));
            return Task.CompletedTask;
        }));
        return command;
    }

    private static Command Make(CommandContext context)
    {
        var key = Required<string>("--key", "FILE", "the release key");
        var from = Required<string>("--from", "FOLDER", "what 'dotnet publish' of the gate has made");
        var version = Required<string>("--version", "VERSION", "for people, such as 1.4.0");
        var release = Required<long>("--release", "N", "the order, from 1; higher than any release before");
        var output = Required<string>("--out", "FILE", "such as checkin-gate-1.4.0.update");
        var created = new Option<string?>("--created")
        {
            HelpName = "TIME",
            Description = "when it was made, such as 2026-11-21T08:00:00Z; default SOURCE_DATE_EPOCH of the environment, else now",
        };
        var passphrase = Passphrase.FromFile();
        var command = new Command("make", "makes a package of a published folder, and signs it")
        {
            key, from, version, release, output, created, passphrase,
        };
        command.SetAction((line, cancellation) => Run(context, async () =>
        {
            var title = new UpdateTitle(
                line.GetRequiredValue(version), line.GetRequiredValue(release), Created(context, line.GetValue(created)));
            UpdateFacts.Read(line.GetRequiredValue(from)); // Before anybody types a passphrase.
            using var signer = ReleaseKeyFile.Open(
                line.GetRequiredValue(key), Passphrase.Ask(context, line.GetValue(passphrase), isNew: false));
            var path = line.GetRequiredValue(output);
            var manifest = await WriteAsync(path, line.GetRequiredValue(from), title, signer, cancellation);
            await using var package = File.OpenRead(path);
            using var read = await UpdateReader.VerifyAsync(package, ReleaseKeys.Parse(
                signer.ExportSubjectPublicKeyInfoPem()), cancellation: cancellation);
            await context.Output.WriteLineAsync(context.Say(
                $"✓ {path}: {manifest.Product} {manifest.Version}, release {manifest.Release}.",
                $"✓ {path}: {manifest.Product} {manifest.Version}, bản phát hành {manifest.Release}."));
            await TellAsync(context, read);
            await context.Output.WriteLineAsync(context.Say(
                $"  Give it to a hub: checkin-hub updates add {path}", $"  Đưa vào trung tâm: checkin-hub updates add {path}"));
        }));
        return command;
    }

    private static Command Show(CommandContext context)
    {
        var file = new Argument<string>("file") { HelpName = "FILE" };
        var key = new Option<string?>("--key") { HelpName = "PUB", Description = "public keys that are trusted, PEM" };
        var command = new Command("show", "what a package says of itself, and whether it is whole") { file, key };
        command.SetAction((line, cancellation) => Run(context, async () =>
        {
            var keys = line.GetValue(key) is { } path ? ReleaseKeys.Parse(await File.ReadAllTextAsync(path, cancellation)) : null;
            await using var package = File.OpenRead(line.GetRequiredValue(file));
            using var read = await UpdateReader.VerifyAsync(package, keys, product: null, cancellation: cancellation);
            var manifest = read.Manifest;
            await context.Output.WriteLineAsync(context.Say(
                $"{manifest.Product} {manifest.Version}, release {manifest.Release}, made {Time(manifest.Created)}",
                $"{manifest.Product} {manifest.Version}, bản phát hành {manifest.Release}, tạo lúc {Time(manifest.Created)}"));
            await TellAsync(context, read);
            await context.Output.WriteLineAsync(keys is null
                ? context.Say(
                    "! Its files are whole; who signed it was not checked: give --key.",
                    "! Các tệp nguyên vẹn; chưa kiểm tra ai ký: hãy dùng --key.")
                : context.Say("✓ Whole, and signed by a key that you trust.", "✓ Nguyên vẹn, và được ký bằng khoá bạn tin cậy."));
        }));
        return command;
    }

    /// <summary>Under another name until it is whole; one that is there is not written over.</summary>
    private static async Task<UpdateManifest> WriteAsync(
        string path, string from, UpdateTitle title, ECDsa signer, CancellationToken cancellation)
    {
        if (File.Exists(path))
            throw new IOException($"{path} is there already.");
        var coming = path + ".new";
        try
        {
            UpdateManifest manifest;
            await using (var file = new FileStream(coming, FileMode.Create, FileAccess.Write))
            {
                manifest = await UpdateWriter.WriteAsync(from, title, signer, file, cancellation);
                file.Flush(flushToDisk: true);
            }
            if (manifest.Product != UpdateManifest.GateProduct)
                throw new UpdateException(UpdateReasons.WrongProduct, $"{from} is of {manifest.Product}");
            File.Move(coming, path, overwrite: false);
            return manifest;
        }
        finally
        {
            File.Delete(coming);
        }
    }

    private static async Task TellAsync(CommandContext context, UpdateReader read)
    {
        var manifest = read.Manifest;
        var (size, files) = ((read.Size / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture), manifest.Files.Count);
        await context.Output.WriteLineAsync(context.Say($"  {size} MiB, {files} files", $"  {size} MiB, {files} tệp"));
        await context.Output.WriteLineAsync("  sha256 " + read.Sha256);
        await context.Output.WriteLineAsync(context.Say("  key ", "  khoá ") + manifest.Key);
        await context.Output.WriteLineAsync(context.Say(
            $"  journal: writes schema {manifest.Journal.Schema}, which programs from {manifest.Journal.ReadableBy} on can read",
            $"  nhật ký: ghi lược đồ {manifest.Journal.Schema}, chương trình từ {manifest.Journal.ReadableBy} trở lên đọc được"));
    }

    private static async Task<int> Run(CommandContext context, Func<Task> act)
    {
        try
        {
            await act();
            return CommandContext.Done;
        }
        catch (UpdateException e)
        {
            return await RefuseAsync(context, $"{UpdateWords.OfReason(e.Reason, context.Language)}: {e.Message}.");
        }
        catch (PassphraseException e)
        {
            await context.Errors.WriteLineAsync("✗ " + e.In(context.Language));
            return CommandContext.Refused;
        }
        catch (HubRefusalException e)
        {
            return await RefuseAsync(context, e.Message);
        }
        catch (CryptographicException e)
        {
            return await RefuseAsync(context, context.Say(
                $"The key cannot be opened: the passphrase is another, or it is no release key ({e.Message}).",
                $"Không mở được khoá: sai mật khẩu, hoặc không phải khoá phát hành ({e.Message})."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return await RefuseAsync(context, e.Message);
        }
    }

    private static async Task<int> RefuseAsync(CommandContext context, string why)
    {
        await context.Errors.WriteLineAsync("✗ " + why + context.Say(" Nothing was made.", " Chưa tạo gì cả."));
        return CommandContext.Refused;
    }

    private static DateTimeOffset Created(CommandContext context, string? text)
    {
        if (text is null && Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH") is { Length: > 0 } epoch
            && long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        if (text is null)
            return TimeProvider.System.GetUtcNow();
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
            : throw context.Refusal($"'{text}' is no time such as 2026-11-21T08:00:00Z", $"'{text}' không phải thời điểm");
    }

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static Option<T> Required<T>(string name, string help, string description) =>
        new(name) { HelpName = help, Description = description, Required = true };
}
