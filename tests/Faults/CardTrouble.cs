using CheckIn.Faults.Plan;
using CheckIn.Faults.Premises;

namespace CheckIn.Faults;

/// <summary>
/// What happens to a card: it is copied, an older image of it is put back, a page of its journal turns to rubbish.
/// Nobody comes meanwhile, and what it already has is let through to the hub first where the fault would destroy it:
/// the promise is about what some card still has, and what is taken away here is kept as a witness for the check.
/// </summary>
internal sealed class CardTrouble(Site site, Controller controller)
{
    private int _turn;

    internal async Task<bool> SufferAsync(Fault fault, TimeSpan patience, CancellationToken cancellation)
    {
        switch (fault.Kind)
        {
            case FaultKind.CardCloned:
                return await CloneAsync(fault, cancellation);
            case FaultKind.CardRestored:
                return await RestoreAsync(fault, patience, cancellation);
            case FaultKind.CardDamaged:
                return await DamageAsync(fault, patience, cancellation);
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "No fault of a card.");
        }
    }

    /// <summary>From now on two controllers have one identity and one epoch, to the end of the run.</summary>
    private async Task<bool> CloneAsync(Fault fault, CancellationToken cancellation)
    {
        using (await controller.Presenter.PauseAsync())
        {
            await KillAsync();
            var number = 500 + (int)(fault.Dice * 400);
            var clone = site.Add(controller.Gate, $"{controller.Name}-copy-{++_turn}", jumps: false, number);
            Copy(controller.Card, clone.Card);
            await controller.StartAsync(cancellation);
            await clone.StartAsync(cancellation);
            _ = clone.Presenter.RunAsync(site.People);
            return true;
        }
    }

    private async Task<bool> RestoreAsync(Fault fault, TimeSpan patience, CancellationToken cancellation)
    {
        var image = Path.Combine(controller.Witnesses, $"image-{++_turn}");
        await KillAsync();
        Copy(controller.Card, image);
        await controller.StartAsync(cancellation);
        await Task.Delay(fault.Lasts, cancellation);
        using (await controller.Presenter.PauseAsync())
        {
            if (!await KillWhenDeliveredAsync(patience, cancellation))
                return false;
            TakeAway();
            Copy(image, controller.Card);
            return true;
        }
    }

    private async Task<bool> DamageAsync(Fault fault, TimeSpan patience, CancellationToken cancellation)
    {
        using (await controller.Presenter.PauseAsync())
        {
            if (!await KillWhenDeliveredAsync(patience, cancellation))
                return false;
            Copy(controller.Card, Path.Combine(controller.Witnesses, $"{++_turn}"), "journal.db*");
            Scribble(controller.Journal, fault.Dice);
            return true;
        }
    }

    /// <summary>A page other than the first is overwritten, in the file or in its write-ahead log.</summary>
    private static void Scribble(string journal, double dice)
    {
        const int Page = 4096;
        var log = new FileInfo(journal + "-wal");
        var file = dice < 0.25 && log is { Exists: true, Length: > 8 * Page } ? log : new FileInfo(journal);
        using var stream = file.Open(FileMode.Open, FileAccess.Write);
        var pages = (int)(stream.Length / Page);
        stream.Position = (long)Page * Math.Clamp((int)(pages * dice), 1, Math.Max(1, pages - 1));
        var rubbish = new byte[Page];
        new Random((int)(dice * int.MaxValue)).NextBytes(rubbish);
        stream.Write(rubbish);
    }

    private async Task KillAsync()
    {
        controller.Kill();
        await controller.Gone;
    }

    private async Task<bool> KillWhenDeliveredAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!site.IsDelivered(controller))
        {
            if (TimeProvider.System.GetElapsedTime(began) > patience)
                return false;
            await controller.EnsureRunningAsync(cancellation);
            await Task.Delay(100, cancellation);
        }
        await KillAsync();
        return site.IsDelivered(controller);
    }

    private void TakeAway()
    {
        var witness = Directory.CreateDirectory(Path.Combine(controller.Witnesses, $"{_turn}"));
        foreach (var file in Directory.EnumerateFiles(controller.Card))
            File.Move(file, Path.Combine(witness.FullName, Path.GetFileName(file)));
    }

    private static void Copy(string from, string to, string files = "*")
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, files, SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
