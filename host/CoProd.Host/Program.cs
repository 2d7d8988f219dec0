using System.CommandLine;
using CoProd.Host.Commands;

// CoProd is one executable with verbs. `run` is the service; `demo` the same with an invented institution; every other verb
// does one thing and ends. Each verb is a file in Commands/.
var coprod = new RootCommand("CoProd keeps co-produced innovations in health and care alive.")
{
    RunCommand.Make(),
    DemoCommand.Make(),
    ImportCommand.Make(),
    ExportCommand.Make(),
    BackupCommand.Make(),
    RestoreCommand.Make(),
    MoveCommand.Make(),
    TokenCommand.Make(),
    UserCommand.Make(),
    BoardCommand.Make(),
    SsoCommand.Make(),
    AuditCommand.Make(),
    DoctorCommand.Make(),
    PersonCommand.Make(),
    InnovationCommand.Make(),
    ModuleCommand.Make(),
    FeedCommand.Make(),
    BundleCommand.Make(),
    SignCommands.Sign(),
    SignCommands.Keys(),
};

// A module can bring verbs of its own. Which ones is only known once the modules are loaded, so a word that is none of the
// above is looked for among them.
if (args is [var word, ..] && !word.StartsWith('-') && coprod.Subcommands.All(command => command.Name != word))
    return await ModuleVerbs.Run(word, args[1..]);

return await coprod.Parse(args).InvokeAsync();
