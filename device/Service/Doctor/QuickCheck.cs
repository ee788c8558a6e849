using System.Runtime.CompilerServices;

namespace CheckIn.Gate.Service.Doctor;

/// <summary>A check that finds one thing and waits for nothing.</summary>
internal abstract class QuickCheck : ICheck
{
    public async IAsyncEnumerable<Finding> LookAsync(
        Examination examination, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var finding in Look(examination))
            yield return finding;
    }

    protected abstract IEnumerable<Finding> Look(Examination examination);
}
