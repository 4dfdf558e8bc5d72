-- Writes every study that is stable in Orthanc (no new instance for StableAge seconds) as a folder.
-- In the configuration of Orthanc: "LuaScripts": ["/path/to/orthanc.lua"], "StableAge": 60; the
-- environment variable DATA_BASE names the inbox.
--
-- The name of the folder is the identifier in Orthanc, which contains no patient data. A study that
-- grows and becomes stable again gets another folder; images that were delivered before are skipped
-- there as DUPLICATE_INSTANCE.
local inbox = os.getenv('DATA_BASE')

function OnStableStudy(studyId, tags, metadata)
  local name = inbox .. '/' .. studyId .. '-' .. os.time()
  local unfinished = name .. '.tmp-orthanc'
  local made = os.execute('mkdir -p "' .. unfinished .. '"')
  assert(made == true or made == 0)
  for _, instance in ipairs(ParseJson(RestApiGet('/studies/' .. studyId .. '/instances'))) do
    local file = assert(io.open(unfinished .. '/' .. instance.ID .. '.dcm', 'wb'))
    assert(file:write(RestApiGet('/instances/' .. instance.ID .. '/file')))
    assert(file:close())
  end
  assert(os.rename(unfinished, name))
end
