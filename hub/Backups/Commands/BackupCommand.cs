using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;
using CheckIn.Record;
using CheckIn.Storage;

namespace CheckIn.Hub.Backups;

/// <summary>
/// <c>checkin-hub backup FILE | key | list | verify</c>: these read the hub's files themselves, whether it runs or not,
/// and are run as its user.
/// </summary>
internal static class BackupCommand
{
    internal static Command Create(CommandContext context)
    {
        var file = new Argument<string?>("file")
        {
            HelpName = "FILE",
            Description = context.Say("the backup to make", "tệp sao lưu cần tạo"),
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("backup", context.Say(
            "an encrypted copy of all that the hub has, also while it runs",
            "bản sao mã hoá của toàn bộ dữ liệu trung tâm, kể cả khi đang chạy"))
        {
            file, Key(context), List(context), Verify(context),
        };
        command.SetAction((line, cancellation) => Guarded(context, () =>
        {
            if (line.GetValue(file) is not { } target)
                throw new FormatException(context.Say(
                    "It is not said where to. Nothing was done; see checkin-hub backup --help.",
                    "Chưa cho biết ghi vào đâu. Chưa làm gì cả; xem checkin-hub backup --help."));
            Make(context, target, cancellation);
        }));
        return command;
    }

    /// <summary>Runs it; what goes wrong becomes words and an exit code.</summary>
    internal static Task<int> Guarded(CommandContext context, Action act)
    {
        try
        {
            act();
            return Task.FromResult(CommandContext.Done);
        }
        catch (RefusalException e)
        {
            context.Errors.WriteLine("✗ " + e.In(context.Language));
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or DatabaseException or RecordException)
        {
            context.Errors.WriteLine("✗ " + e.Message);
        }
        return Task.FromResult(CommandContext.Refused);
    }

    private static void Make(CommandContext context, string target, CancellationToken cancellation)
    {
        var places = BackupPlaces.Of(context.Configuration());
        var (manifest, size) = new BackupMaker(places, TimeProvider.System).Make(target, cancellation);
        context.Output.WriteLine("✓ " + context.Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{target}: {manifest.Files.Count} files, {size / 1e6:0.0} MB, read again after it was written."),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{target}: {manifest.Files.Count} tệp, {size / 1e6:0.0} MB, đã đọc lại sau khi ghi.")));
        if (manifest.Files.Any(static file => file.Path.StartsWith("keys/tracing-private/", StringComparison.Ordinal)))
        {
            context.Output.WriteLine("! " + context.Say(
                "Private tracing keys are in it: a day that is erased here is erased only once the backups of "
                    + "before are "
                    + "gone, too. hub/docs/keys.md says how to keep them elsewhere.",
                "Có cả khoá truy vết riêng: một ngày đã xoá ở đây chỉ thực sự bị xoá khi các bản sao lưu trước đó cũng "
                    + "không còn. Xem hub/docs/keys.md để cất chúng ở nơi khác."));
        }
        foreach (var one in manifest.LeftOut)
            context.Output.WriteLine("! " + context.Say($"not in it: {one}", $"không có trong đó: {one}"));
    }

    private static Command Key(CommandContext context)
    {
        var file = new Argument<string>("file") { HelpName = "FILE" };
        var (passphrase, replace) = (Passphrase.FromFile(), new Option<bool>("--replace")
        {
            Description = context.Say(
                "although there is one: backups of before still need the earlier file",
                "dù đã có khoá: bản sao lưu cũ vẫn cần tệp khoá cũ"),
        });
        var command = new Command("key", context.Say(
            "makes the pair that backups are sealed to; FILE is the private half, to be kept elsewhere",
            "tạo cặp khoá để niêm phong bản sao lưu; FILE là khoá riêng, phải cất ở nơi khác"))
        {
            file, passphrase, replace,
        };
        command.SetAction(line => Guarded(context, () =>
        {
            var places = BackupPlaces.Of(context.Configuration());
            var privatePath = Path.GetFullPath(line.GetValue(file)!);
            var publicPath = BackupKey.PublicPath(places.KeyPlaces);
            if (IsBelow(privatePath, places.Data) || IsBelow(privatePath, places.KeyPlaces.Directory))
                throw BesideTheHub(privatePath);
            if (File.Exists(publicPath) && !line.GetValue(replace))
                throw HasKey(publicPath);
            var words = Passphrase.Ask(context, line.GetValue(passphrase), isNew: true);
            var id = BackupKey.Make(privatePath, publicPath, words);
            context.Output.WriteLine("✓ " + context.Say(
                $"Key {id}. {privatePath} opens the backups, with its passphrase: keep both away from this machine, "
                    + $"apart from each other, and twice. Without them no backup can be put back. {publicPath} "
                    + "stays here.",
                $"Khoá {id}. {privatePath} cùng mật khẩu của nó mở được các bản sao lưu: hãy cất cả hai ở nơi "
                    + "khác, tách "
                    + $"rời nhau, mỗi thứ hai bản. Mất chúng thì không khôi phục được. {publicPath} ở lại đây."));
        }));
        return command;
    }

    private static Command List(CommandContext context)
    {
        var folder = new Argument<string?>("folder") { HelpName = "FOLDER", Arity = ArgumentArity.ZeroOrOne };
        var json = CommandOptions.Json();
        var command = new Command("list", context.Say(
            "backups in a folder, by default Backup:Folder", "các bản sao lưu trong thư mục, mặc định Backup:Folder"))
        {
            folder, json,
        };
        command.SetAction(line => Guarded(context, () =>
        {
            var place = line.GetValue(folder)
                ?? context.Configuration().GetSection(BackupOptions.Section)[nameof(BackupOptions.Folder)]
                ?? throw new FormatException(context.Say(
                    "No folder is named, and Backup:Folder is not set. Nothing was done.",
                    "Chưa chỉ thư mục nào và Backup:Folder chưa đặt. Chưa làm gì cả."));
            var all = BackupFolder.List(place);
            foreach (var (path, header) in all)
            {
                var size = new FileInfo(path).Length;
                context.Output.WriteLine(line.GetValue(json)
                    ? JsonSerializer.Serialize(
                        new BackupListRow(path, size, header.Created, header.Hub, header.Key),
                        BackupJson.Default.BackupListRow)
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"{header.Created.ToLocalTime():yyyy-MM-dd HH:mm:ss}  {size / 1e6,10:0.0} MB  {path}  "
                            + $"({context.Say("key", "khoá")} {header.Key})"));
            }
            if (all.Count == 0 && !line.GetValue(json))
                context.Output.WriteLine(context.Say(
                    $"No backup in {place}.", $"Không có bản sao lưu nào trong {place}."));
        }));
        return command;
    }

    private static Command Verify(CommandContext context)
    {
        var file = new Argument<string>("file") { HelpName = "FILE" };
        var key = PrivateKey(context);
        var passphrase = Passphrase.FromFile();
        var command = new Command("verify", context.Say(
            "reads a backup to its end with its private key; writes nothing",
            "đọc hết bản sao lưu bằng khoá riêng; không ghi gì")) { file, key, passphrase };
        command.SetAction((line, cancellation) => Guarded(context, () =>
        {
            using var opened = BackupKey.OpenPrivate(
                line.GetValue(key)!, Passphrase.Ask(context, line.GetValue(passphrase), isNew: false));
            using var archive = new BackupArchive(line.GetValue(file)!, opened);
            var manifest = archive.Read(into: null, cancellation);
            context.Output.WriteLine("✓ " + context.Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"whole: {manifest.Files.Count} files of {manifest.Created:yyyy-MM-dd HH:mm:ss} UTC, the audit up "
                        + $"to row {manifest.Audit?.Rows ?? 0}. What the databases say is checked by restore."),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"nguyên vẹn: {manifest.Files.Count} tệp lúc {manifest.Created:HH:mm:ss dd/MM/yyyy} UTC, nhật ký "
                        + $"kiểm toán đến dòng {manifest.Audit?.Rows ?? 0}. Nội dung cơ sở dữ liệu được kiểm tra "
                        + $"khi khôi phục.")));
        }));
        return command;
    }

    internal static Option<string> PrivateKey(CommandContext context) => new("--key")
    {
        HelpName = "FILE",
        Required = true,
        Description = context.Say("the private key of the backups", "khoá riêng của bản sao lưu"),
    };

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(
            Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static BackupException BesideTheHub(string path) => new(
        $"{path} lies among the hub's own files: who takes those could open its backups too. Nothing was done: name a "
            + "file on another medium.",
        $"{path} nằm cùng dữ liệu của trung tâm: ai lấy được dữ liệu sẽ mở được cả bản sao lưu. Chưa làm gì "
            + "cả: hãy chỉ "
            + "tệp trên thiết bị khác.");

    private static BackupException HasKey(string path) => new(
        $"There is a backups' key already ({path}). Nothing was done; --replace makes another, and backups of "
            + "before still "
            + "need the earlier private key.",
        $"Đã có khoá sao lưu ({path}). Chưa làm gì cả; --replace tạo khoá khác, còn bản sao lưu cũ vẫn cần "
            + "khoá riêng cũ.");
}
