using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;

namespace CoProd.Host.Modules;

/// <summary>
/// What modules are doing, noted before they do it. When the process dies, whatever it died of stands here at the next start. The notes
/// lie in mapped memory: they outlive the process, cost next to nothing, and need no disk to be waited for.
/// </summary>
internal sealed class Ledger : IDisposable
{
    private const int Slots = 128;
    private const int SlotSize = 256;
    private const int HeaderSize = 11;
    private const byte Starting = 1;
    private const byte Running = 2;

    private readonly Lock @lock = new();
    private readonly FileStream? file;
    private readonly MemoryMappedFile? map;
    private readonly MemoryMappedViewAccessor? view;
    private readonly Stack<int> free = new(Enumerable.Range(0, Slots).Reverse());
    private long sequence;
    private bool dying;

    private Ledger() => DiedDoing = [];

    private Ledger(string path)
    {
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        file.SetLength(Slots * SlotSize);
        map = MemoryMappedFile.CreateFromFile(
            file,
            mapName: null,
            capacity: 0,
            MemoryMappedFileAccess.ReadWrite,
            HandleInheritability.None,
            leaveOpen: true
        );
        view = map.CreateViewAccessor();
        DiedDoing =
        [
            .. Enumerable.Range(0, Slots).Select(Read).OfType<Step>().OrderByDescending(step => step.Sequence),
        ];
        view.WriteArray(0, new byte[Slots * SlotSize], 0, Slots * SlotSize);
        AppDomain.CurrentDomain.UnhandledException += Fatal;
    }

    /// <summary>The ledger of the service on this data. Only one process serves a folder.</summary>
    public static Ledger Of(string dataFolder) => new(Path.Combine(dataFolder, "modules.underway"));

    /// <summary>A ledger that notes nothing: for a verb of the console, which runs beside the service.</summary>
    public static Ledger None() => new();

    /// <summary>What was under way when the process before this one died, the last first. Empty when it ended in order.</summary>
    public IReadOnlyList<Step> DiedDoing { get; }

    /// <summary>Notes that a module does something, until the answer is disposed.</summary>
    /// <param name="moduleId">The module.</param>
    /// <param name="what">What it does, so that "while it was …" is a sentence.</param>
    /// <param name="starting">It is a step of the start, where nothing else goes on beside it.</param>
    public Entry Enter(string moduleId, string what, bool starting = false)
    {
        if (view is null)
            return default;
        lock (@lock)
        {
            if (dying || !free.TryPop(out var slot))
                return default;
            Write(slot, moduleId, what, starting);
            return new Entry(this, slot);
        }
    }

    private void Leave(int slot)
    {
        lock (@lock)
        {
            view!.Write(slot * SlotSize, (byte)0);
            free.Push(slot);
        }
    }

    private void Write(int slot, string moduleId, string what, bool starting)
    {
        var text = Encoding.UTF8.GetBytes($"{moduleId}\n{what}");
        var bytes = new byte[SlotSize];
        var length = Math.Min(text.Length, SlotSize - HeaderSize);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), ++sequence);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(9), (short)length);
        text.AsSpan(0, length).CopyTo(bytes.AsSpan(HeaderSize));
        view!.WriteArray(slot * SlotSize, bytes, 0, SlotSize);
        // Last, so that a note is whole or not there.
        view.Write(slot * SlotSize, starting ? Starting : Running);
    }

    private Step? Read(int slot)
    {
        var bytes = new byte[SlotSize];
        view!.ReadArray(slot * SlotSize, bytes, 0, SlotSize);
        if (bytes[0] is not (Starting or Running))
            return null;
        var length = Math.Clamp(
            BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(9)),
            (short)0,
            (short)(SlotSize - HeaderSize)
        );
        var parts = Encoding.UTF8.GetString(bytes, HeaderSize, length).Split('\n', 2);
        return new Step(
            parts[0],
            parts.ElementAtOrDefault(1) ?? "",
            bytes[0] == Starting,
            BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(1))
        );
    }

    // An exception on a thread that a module started itself: nobody else can say whose it was. It is certain, as a step of the start is.
    private void Fatal(object sender, UnhandledExceptionEventArgs e)
    {
        if (e.ExceptionObject is not Exception exception)
            return;
        var thrower = new System.Diagnostics.StackTrace(exception)
            .GetFrames()
            .Select(frame => frame.GetMethod()?.DeclaringType?.Assembly)
            .OfType<Assembly>()
            .Select(AssemblyLoadContext.GetLoadContext)
            .OfType<ModuleLoadContext>()
            .FirstOrDefault();
        if (thrower is null)
            return;
        lock (@lock)
        {
            Enter(thrower.ModuleId, $"running on a thread of its own ({exception.Message})", starting: true);
            // What others still begin while the process dies is none of their doing.
            dying = true;
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= Fatal;
        view?.Dispose();
        map?.Dispose();
        file?.Dispose();
    }

    /// <summary>Something a module was doing.</summary>
    internal sealed record Step(string ModuleId, string What, bool IsStart, long Sequence);

    /// <summary>A note that stands until it is disposed.</summary>
    internal readonly struct Entry(Ledger? ledger, int slot) : IDisposable
    {
        public void Dispose() => ledger?.Leave(slot);
    }
}
